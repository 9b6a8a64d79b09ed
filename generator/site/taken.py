"""What is taken along of one network: the trace, worksheets, exports."""

import io
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from generator import config, page
from generator.engine.network import Network
from generator.errors import ContentError, choices
from generator.font import all_characters, read_blocks
from generator.output import write_files
from generator.places import Places
from generator.site.carried import page_data
from generator.site.content import read_content, words_of
from generator.site.numbers import compare, compute, warnings_of
from generator.site.one_page import check_mathematics
from generator.site.scripts import Asked, PageScript

EXPORTS = (
    "toml", "json", "csv", "npz", "python", "numpy", "torch", "jax", "svg", "png", "latex", "mathml", "slide",
)  # fmt: skip
"""What can be taken along: templates/scripts/view/taken.js makes all of it but the arrays."""


@dataclass(frozen=True, slots=True)
class Shown:
    """How a network is looked at: which of its samples, from 1, and what a step is; None for what is usual."""

    sample: int | None = None
    grain: str | None = None


USUAL = Shown()


def trace(
    places: Places,
    *,
    network: Path | None,
    digits: str,
    warn: Callable[[str], None],
    shown: Shown = USUAL,
) -> str:
    """All steps with their formulas and numbers, as plain text; `digits` says how many decimals, a number or "all".

    `warn` is told what has no value or no gradient.

    Raises ContentError and BuildError as `build` does, and ContentError for a sample or a grain that there is not.
    """
    with _checked(places, network, shown) as it:
        for warning in it.warnings:
            warn(warning)
        return str(it.ask("traceText", digits))


def worksheet(
    places: Places,
    *,
    network: Path | None,
    output: Path,
    seed: int | None,
    level: int,
    answers: bool,
    update: int | None = None,
    parameter: str | None = None,
    shown: Shown = USUAL,
) -> list[Path]:
    """Write a worksheet and beside it, if `answers`, its key; the files that were written.

    Its numbers are those of the seed, or, without one, the network's own. With an update, counted from 1, it is about
    that one of the run that the network's file asks for, and about a parameter, or the first that moves. Raises
    ContentError and BuildError as `trace` does, and ContentError for a seed and a sample, since a seed has inputs and
    targets of its own, for an update beside either, and for one or a parameter that there is not.
    """
    if update is not None and (seed is not None or shown.sample is not None):
        beside = "--seed" if seed is not None else "--sample"
        raise ContentError(
            f"--update: found it beside {beside}; expected one of them: a run has samples of its own"
        )
    if parameter is not None and update is None:
        raise ContentError("--parameter: found it without --update, whose numbers it is about; expected both")
    if seed is not None and shown.sample is not None:
        raise ContentError(
            "--sample: found it beside --seed, whose numbers are no sample's; expected one of them"
        )
    with _checked(places, network, shown) as it:
        made = (
            it.ask("worksheetMarkup", seed or 0, level)
            if update is None
            else _update_sheet(it, update, parameter, level)
        )
    style = page.join_styles(places.templates, made["sizes"])
    texts = it.words["tools"]["practice"]
    sheets = {output: (texts["sheet_title"], made["sheet"])}
    if answers:
        key = output.with_name(f"{output.stem}-answers{output.suffix}")
        sheets[key] = (texts["key_title"], made["key"])
    pages = {
        path: page.render_sheet(
            places.templates,
            title=" · ".join(
                [
                    title,
                    it.file.title,
                    *(str(number) for number in (seed, update) if number),
                    *it.sample_words,
                ]
            ),
            language=it.site.language,
            style=style,
            sheet=sheet,
        )
        for path, (title, sheet) in sheets.items()
    }
    available = all_characters(read_blocks(places.templates / "fonts" / "math.txt"))
    for text in pages.values():
        check_mathematics(text, available)
    write_files({path: text.encode() for path, text in pages.items()})
    return list(pages)


def _update_sheet(it: "_Checked", update: int, parameter: str | None, level: int) -> dict[str, Any]:
    made: dict[str, Any] | None = it.ask("updateSheetMarkup", update, parameter, level)
    if made is None:
        raise ContentError(
            f"the network '{it.file.name}': found nothing to train it with, expected layers that a set of samples fits"
        )
    if "most" in made:
        raise ContentError(
            f"--update: found {update}, expected one from 1 to {made['most']}, after which the run diverges"
        )
    if "names" in made:
        raise ContentError(
            f"--parameter: found '{parameter}', expected {choices(parameter or '', made['names'])}"
        )
    return made


def export(
    places: Places,
    *,
    network: Path | None,
    what: str,
    output: Path | None,
    step: int | None,
    theme: str,
    shown: Shown = USUAL,
) -> list[Path]:
    """Write a file that takes along the network or a part of its pass; `what` is a key of EXPORTS.

    Without a step a drawing is that of the last, which knows all numbers, and formulas are those of the first that has
    some.

    Without an output it goes here, under a name that says what is inside. Raises ContentError and BuildError as
    `trace` does, and ContentError for a step that there is not or that has no formulas, and for a program of a pass
    that has a value or gradient which is not finite.
    """
    with _checked(places, network, shown) as it:
        if step is not None and step > it.steps:
            raise ContentError(f"--step: found {step}, expected one from 1 to {it.steps}")
        name, content = _file(
            it, places, what, step, theme, as_svg=output is not None and output.suffix == ".svg"
        )
    path = output or Path(name)
    write_files({path: content})
    return [path]


def _file(
    it: "_Checked", places: Places, what: str, step: int | None, theme: str, *, as_svg: bool
) -> tuple[str, bytes]:
    """What it is called, and what is in it."""
    if what == "npz":
        return f"{it.file.name}.npz", _arrays(it.file)
    style = ""
    if what in ("svg", "png", "slide"):
        style = page.join_styles(places.templates, it.asked.call("firstFrame")["sizes"])
    if what == "slide":
        from generator.slide import Step, slide, slide_png

        parts = it.ask("slideParts", style, step)
        shown = Step(str(parts["graph"]), style, str(parts["title"]), parts["formulas"])
        dark = theme == "dark"
        return str(parts["name"]), slide(shown, dark=dark).encode() if as_svg else slide_png(shown, dark=dark)
    made = it.ask("takenFile", what, style, step)
    if made is None and what in ("latex", "mathml"):
        raise ContentError(f"--step: found {step}, which has no formulas, expected another one")
    if made is None:
        raise ContentError(
            f"the network '{it.file.name}': found a value or gradient that is not finite, "
            "expected finite ones, which a program can assert"
        )
    name, text = str(made["name"]), str(made["text"])
    if what in ("svg", "png"):
        from generator.drawing import as_png, self_styled

        drawing = self_styled(text, dark=theme == "dark")
        return name, as_png(drawing) if what == "png" else drawing.encode()
    return name, text.encode()


def _arrays(file: config.NetworkFile) -> bytes:
    """W1, b1, W2, b2 … of a network as numpy.savez writes them. Raises ContentError for a formula."""
    if not isinstance(file.subject, Network):
        raise ContentError(
            f"the network '{file.name}': found a formula, expected layers, whose arrays are saved"
        )
    arrays = {
        f"{letter}{number}": np.array(values)
        for number, layer in enumerate(file.subject.layers, start=1)
        for letter, values in (("W", layer.weights), ("b", layer.biases))
    }
    saved = io.BytesIO()
    np.savez(saved, **arrays)  # type: ignore[arg-type]  # its other argument is a flag, and no array is called so
    return saved.getvalue()


@dataclass(frozen=True, slots=True)
class _Checked:
    """One network, and the page's script to ask about it, whose numbers are NumPy's; `warnings` say what they lack."""

    site: config.Site
    file: config.NetworkFile
    words: Mapping[str, Any]
    asked: Asked
    shown: Shown
    steps: int
    warnings: tuple[str, ...]

    def ask(self, function: str, *arguments: Any) -> Any:
        """What a function of the script says of the network as it is shown."""
        seen = {"sample": self.shown.sample or 1, "grain": self.shown.grain}
        return self.asked.call(function, *arguments, seen)

    @property
    def sample_words(self) -> list[str]:
        """Which sample was chosen, for a title."""
        return [] if self.shown.sample is None else [f"{self.words['builder']['sample']} {self.shown.sample}"]


@contextmanager
def _checked(places: Places, network: Path | None, shown: Shown) -> Iterator[_Checked]:
    words = words_of(places, "interface")
    site, (file, *_) = read_content(places, network, words)
    _check_sample(file, shown.sample)
    with PageScript(places) as script:
        asked = script.about(page_data(places, site, [file], words))
        numbers = {file.name: compute(file, shown.sample or 1)}
        compare(numbers, asked.call("allNumbers"))
        counts = asked.call("stepCounts")
        grain = shown.grain or counts["usual"]
        if grain not in counts["grains"]:
            raise ContentError(f"--grain: found '{grain}', expected {choices(grain, counts['grains'])}")
        yield _Checked(site, file, words, asked, shown, counts["grains"][grain], warnings_of(numbers))


def _check_sample(file: config.NetworkFile, sample: int | None) -> None:
    if sample is None or sample <= len(file.samples):
        return
    if isinstance(file.subject, config.Formula):
        raise ContentError(
            f"--sample: found {sample}, expected none: '{file.name}' is a formula, which has no samples"
        )
    last = len(file.samples)
    expected = f"one from 1 to {last}" if last > 1 else "1, the only one"
    raise ContentError(f"--sample: found {sample}, expected {expected} of the network '{file.name}'")
