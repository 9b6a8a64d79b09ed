"""What the commands of cli.py can be given: where to read and write, which sample, which numbers."""

import math
from pathlib import Path
from typing import Any

import click

from generator import places
from generator.errors import ContentError
from generator.output import refusal
from generator.places import Places


class OutputFile(click.Path):
    """A path that something can be written to."""

    def convert(self, value: Any, _: click.Parameter | None, __: click.Context | None) -> Path:
        """The path; ContentError where it is empty or a folder."""
        if isinstance(value, str) and (sentence := refusal(value)):
            raise ContentError(f"--output: {sentence}")
        return Path(value)


EXISTING_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
network_option = click.option(
    "--network",
    type=EXISTING_FILE,
    metavar="FILE",
    help="A network's TOML file, instead of the one that site.toml opens with.",
)


def _found_places(_: click.Context, __: click.Parameter, content: Path | None) -> Places:
    """Where a command reads: the folder that was named, or the site around one, or what comes with the program.

    Raises ContentError for a folder that has no site.toml.
    """
    home = places.HOME
    if content is None:
        return Places(home, places.own_content(Path.cwd()) or home / "content")
    own = places.own_content(content)
    if own is None:
        raise ContentError(
            f"{content}: found no {places.SITE}, expected the folder of a site, such as `backprop new` makes"
        )
    return Places(home, own)


content_option = click.option(
    "--content",
    "where",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="DIR",
    callback=_found_places,
    help="Your site's folder, with its site.toml.  [default: the folder you are in, if it has one]",
)


sample_option = click.option(
    "--sample",
    type=click.IntRange(1),
    metavar="N",
    help="Which of the network's samples, counted from 1, as in the page's address.  [default: 1]",
)
grain_option = click.option(
    "--grain",
    metavar="NAME",
    help="What is a step, as in the page: operations, neurons, inputs (neurons, and the gradient of each input) "
    "or layers.  [default: as the page opens]",
)


class Numbers(click.ParamType[tuple[float, ...]]):
    """Numbers with commas between them."""

    name = "numbers"

    def convert(
        self, value: Any, parameter: click.Parameter | None, context: click.Context | None
    ) -> tuple[float, ...]:
        """The numbers; a usage error for anything else."""
        if isinstance(value, tuple):
            return value
        try:
            numbers = tuple(float(part) for part in str(value).replace("−", "-").split(","))
        except ValueError:
            self.fail(
                f"found '{value}', expected numbers with commas between them, such as 0.6,-0.4",
                parameter,
                context,
            )
        if not all(math.isfinite(number) for number in numbers):
            self.fail(f"found '{value}', expected finite numbers", parameter, context)
        return numbers
