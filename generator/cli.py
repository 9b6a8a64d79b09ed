"""The commands of `backprop`, or `python -m generator`; each loads what it needs when it is run."""

import gc
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from pathlib import Path
from typing import Any, NoReturn

import click

from generator import places
from generator.errors import BuildError, ContentError, choices
from generator.options import (
    EXISTING_FILE,
    Numbers,
    OutputFile,
    content_option,
    grain_option,
    network_option,
    sample_option,
)
from generator.output import is_open_stream
from generator.places import Places

OUTPUT = Path("build/index.html")
STANDARD_OUTPUT = 1


class Commands(click.Group):
    """A group that ends a mistake of the user's with one sentence and status 2, never with a traceback."""

    def invoke(self, context: click.Context) -> Any:
        """Run the command that was asked for."""
        try:
            return super().invoke(context)
        except (ContentError, BuildError) as error:
            _stop(str(error))
        except BrokenPipeError:
            raise  # click's own: whoever read the output has left, as in `trace | head`
        except OSError as error:
            if error.filename is None:
                raise  # not about a file that the user named
            _stop(f"{error.filename}: {error.strerror}")


def _warn(warning: str) -> None:
    click.echo(f"warning: {warning}", err=True)


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Begin with `backprop new my-lesson`, go into that folder, and run `backprop serve`. "
    "What a command takes, `backprop build --help` says.",
)
@click.version_option(package_name="backpropagation-visualizer", message="%(version)s")
def main() -> None:
    """Show how a neural network learns: every number of a forward and a backward pass, in one HTML file.

    A site is a folder: site.toml, a network in networks/, an article in Markdown. In such a folder the commands
    take it; elsewhere they take the lesson that comes with the program.
    """
    # NumPy's threads cost more to start than matrices of this size gain by them.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal that has no ŷ shows a ? in its place
    if not all((places.HOME / folder).is_dir() for folder in ("content", "templates")):
        _stop(f"{places.HOME} has no content/ and templates/: the program is not whole, install it again.")


@main.command()
@click.argument("folder", type=click.Path(path_type=Path))
def new(folder: Path) -> None:
    """Make the folder of a site of your own.

    It has all that a site needs: site.toml, one network, one article, and the workflow with which GitHub publishes it.
    """
    from generator import starter
    from generator.output import write_files

    files = starter.files(places.HOME, folder)
    write_files(files)
    for path in files:
        click.echo(_shown(path))
    click.echo(
        f"Now: cd {folder}, then {_program()} serve. Change site.toml, networks/ and article.md as you like."
    )
    if starter.origin(places.HOME) is None:
        click.echo(
            "Before you publish it: write in requirements.txt where the program is to be installed from."
        )


@main.command()
@content_option
@network_option
@click.option(
    "--output",
    type=OutputFile(),
    metavar="FILE",
    help=f"Where to write the page.  [default: {OUTPUT} in the site's folder]",
)
def build(where: Places, network: Path | None, output: Path | None) -> None:
    """Build the page, one HTML file.

    Every number is computed in Python and in the page's own JavaScript. Where they differ, it writes nothing.
    """
    with _uncollected():
        from generator.site import building

        report = building.build(where, network=network, output=output or where.site_folder / OUTPUT)
    for warning in report.warnings:
        _warn(warning)
    aside = is_open_stream(report.output, STANDARD_OUTPUT)  # the page comes out there: nothing else may
    for path in report.lessons:
        click.echo(_shown(path), err=aside)
    click.echo(
        f"{_shown(report.output)}: {_kilobytes(report.raw_bytes)}, {_kilobytes(report.gzip_bytes)} after gzip, "
        f"built in {report.seconds:.2f} s",
        err=aside,
    )
    click.echo(f"Python and JavaScript agree: largest difference {report.largest_difference:.1e}", err=aside)


@main.command()
@content_option
@network_option
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    help="The port to serve on; 0 takes any free one.  [default: 8000, or the next free one]",
)
def serve(where: Places, network: Path | None, port: int | None) -> None:
    """Show the page, and show it anew whenever a file changes.

    Watches the site's folder, and in a clone templates/ and generator/ too. A mistake is shown in the page and here,
    and the server waits until it is mended. Ctrl-C stops it.
    """
    from generator import serve as server

    server.serve(where, network=network, port=port)


@main.command()
@content_option
@network_option
@click.option(
    "--digits",
    type=click.Choice(["3", "4", "6", "all"]),
    default="4",
    show_default=True,
    help="How many decimals computed numbers have; small ones have three digits at least.",
)
@sample_option
@grain_option
def trace(where: Places, network: Path | None, digits: str, sample: int | None, grain: str | None) -> None:
    """Print every step, formula and number here."""
    from generator.site import taken

    shown = taken.Shown(sample, grain)
    click.echo(taken.trace(where, network=network, digits=digits, warn=_warn, shown=shown))


@main.command()
@content_option
@network_option
@click.option(
    "--seed",
    type=click.IntRange(1, 999_999),
    metavar="N",
    help="Which numbers: the same seed gives everyone the same.  [default: the network's own]",
)
@click.option(
    "--output",
    type=OutputFile(),
    required=True,
    metavar="FILE",
    help="Where to write the worksheet, one HTML file to print.",
)
@click.option(
    "--level",
    type=click.IntRange(1, 3),
    default=2,
    show_default=True,
    metavar="1-3",
    help="What is asked for: the last step, every second step, every step.",
)
@click.option(
    "--answers", is_flag=True, help="Write the answer key as well, to FILE with -answers in its name."
)
@click.option(
    "--update",
    type=click.IntRange(1, 100_000),
    metavar="N",
    help="A sheet about this update of the network's training, not about a pass.",
)
@click.option(
    "--parameter",
    metavar="NAME",
    help="With --update: the weight or bias whose numbers are asked for.  [default: the first that moves]",
)
@sample_option
@grain_option
def worksheet(
    where: Places,
    network: Path | None,
    seed: int | None,
    output: Path,
    level: int,
    answers: bool,
    update: int | None,
    parameter: str | None,
    sample: int | None,
    grain: str | None,
) -> None:
    """Write a worksheet to print, and its answer key."""
    from generator.site import taken

    for path in taken.worksheet(
        where,
        network=network,
        output=output,
        seed=seed,
        level=level,
        answers=answers,
        update=update,
        parameter=parameter,
        shown=taken.Shown(sample, grain),
    ):
        click.echo(_shown(path), err=is_open_stream(output, STANDARD_OUTPUT))


@main.command()
@click.argument("what", metavar="WHAT")
@content_option
@network_option
@click.option(
    "-o",
    "--output",
    type=OutputFile(),
    metavar="FILE",
    help="Where to write it.  [default: here, under a name that says what is inside]",
)
@click.option(
    "--step",
    type=click.IntRange(1),
    metavar="N",
    help="For svg, png, slide, latex and mathml: the step.  [default: of a graph the last, else the first with some]",
)
@click.option("--dark", is_flag=True, help="For svg, png and slide: the dark theme.")
@sample_option
@grain_option
def export(
    what: str,
    where: Places,
    network: Path | None,
    output: Path | None,
    step: int | None,
    dark: bool,
    sample: int | None,
    grain: str | None,
) -> None:
    """Take a network along: as data, program, drawing or formula.

    WHAT is toml, json or npz (the network), csv (all values and gradients), python, numpy, torch or jax (a program
    whose asserts hold the numbers), svg or png (the graph), latex or mathml (the formulas of a step), slide (both on
    one picture, PNG, or SVG where FILE ends so).
    """
    from generator.site import taken

    if what not in taken.EXPORTS:
        raise ContentError(f"WHAT: found '{what}', expected {choices(what, taken.EXPORTS)}")
    theme = "dark" if dark else "light"
    shown = taken.Shown(sample, grain)
    for path in taken.export(
        where, network=network, what=what, output=output, step=step, theme=theme, shown=shown
    ):
        click.echo(_shown(path), err=is_open_stream(path, STANDARD_OUTPUT))


@main.command("import")
@click.argument("file", type=EXISTING_FILE)
@content_option
@click.option(
    "-o",
    "--output",
    type=OutputFile(),
    metavar="FILE",
    help="Where to write the network's TOML file.  [default: the site's networks/, or here, with the model's name]",
)
@click.option("--inputs", type=Numbers(), default=(), help="A sample: its inputs, such as 0.6,-0.4.")
@click.option(
    "--target", type=Numbers(), default=(), help="Its target; of several classes, the number of the class."
)
@click.option(
    "--activations", default="", metavar="NAMES", help="One for each layer, where the file does not say it."
)
@click.option("--loss", metavar="NAME", help="The loss, where the file does not say it, such as bce.")
def import_(
    file: Path,
    where: Places,
    output: Path | None,
    inputs: tuple[float, ...],
    target: tuple[float, ...],
    activations: str,
    loss: str | None,
) -> None:
    """Make a network file of a model trained elsewhere.

    Reads PyTorch, Keras, ONNX, scikit-learn (by skops), safetensors and NumPy. Nothing in the file is run. Where
    PyTorch is installed, its own gradients are held against ours.
    """
    from generator import imports
    from generator.output import write_files

    names = [name.strip() for name in activations.split(",") if name.strip()]
    made = imports.import_model(file, activations=names, loss=loss, inputs=inputs, target=target)
    path = output or (where.content / "networks" if where.is_own else Path()) / f"{file.stem}.toml"
    write_files({path: made.text.encode()})
    aside = is_open_stream(path, STANDARD_OUTPUT)
    click.echo(f"{_shown(path)}: from {made.kind}", err=aside)
    for line in made.layers:
        click.echo(f"  {line}", err=aside)
    click.echo(f"The loss of this sample is {made.loss:.6g}", err=aside)
    if made.difference is not None:
        click.echo(f"PyTorch's own autograd agrees: largest difference {made.difference:.1e}", err=aside)
    click.echo(f"Now: {_program()} build --network {_shown(path)}", err=aside)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without Python's search for what nobody needs any more: the command has ended before that is worth its time.

    What there is then is not searched later either: Python would do it once more when it ends.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if was_on:
            gc.enable()


def _program() -> str:
    """What the program was called as."""
    return click.get_current_context().find_root().info_name or "backprop"


def _shown(path: Path) -> Path:
    """The path as one would type it here: relative where it is below the present folder."""
    full, here = path.resolve(), Path.cwd()
    return full.relative_to(here) if full.is_relative_to(here) else full


def _kilobytes(size: int) -> str:
    return f"{size / 1000:.1f} KB"


def _stop(sentence: str) -> NoReturn:
    click.echo(f"error: {sentence}", err=True)
    raise SystemExit(2)
