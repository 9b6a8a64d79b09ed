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
from generator.errors import ContentError
from generator.font import all_characters, read_blocks
from generator.output import write_files
from generator.places import Places
from generator.site.carried import page_data
from generator.site.content import read_content, words_of
from generator.site.numbers import compare, compute, warnings_of
from generator.site.one_page import check_mathematics
from generator.site.scripts import Asked, PageScript

EXPORTS = (
    "toml", "json", "csv", "npz", "python", "numpy", "torch", "jax", "svg", "latex", "mathml",
)  # fmt: skip
"""What can be taken along: templates/scripts/view/taken.js makes all of it but the arrays."""


def trace(places: Places, *, network: Path | None, digits: str, warn: Callable[[str], None]) -> str:
    """All steps with their formulas and numbers, as plain text; `digits` says how many decimals, a number or "all".

    `warn` is told what has no value or no gradient.

    Raises ContentError and BuildError as `build` does.
    """
    with _checked(places, network) as it:
        for warning in it.warnings:
            warn(warning)
        return str(it.asked.call("traceText", digits))


def worksheet(
    places: Places, *, network: Path | None, output: Path, seed: int | None, level: int, answers: bool
) -> list[Path]:
    """Write a worksheet and beside it, if `answers`, its key; the files that were written.

    Its numbers are those of the seed, or, without one, the network's own.
    Raises ContentError and BuildError as `build` does.
    """
    with _checked(places, network) as it:
        made = it.asked.call("worksheetMarkup", seed or 0, level)
    style = page.join_styles(places.templates, made["sizes"])
    texts = it.words["tools"]["practice"]
    sheets = {output: (texts["sheet_title"], made["sheet"])}
    if answers:
        key = output.with_name(f"{output.stem}-answers{output.suffix}")
        sheets[key] = (texts["key_title"], made["key"])
    pages = {
        path: page.render_sheet(
            places.templates,
            title=" · ".join([title, it.file.title, *([str(seed)] if seed else [])]),
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


def export(
    places: Places, *, network: Path | None, what: str, output: Path | None, step: int | None, theme: str
) -> list[Path]:
    """Write a file that takes along the network or a part of its pass; `what` is a key of EXPORTS.

    Without a step a drawing is that of the last, which knows all numbers, and formulas are those of the first.

    Without an output it goes here, under a name that says what is inside. Raises ContentError and BuildError as
    `build` does, and ContentError for a program of a pass that has a value or gradient which is not finite.
    """
    with _checked(places, network) as it:
        name, content = _file(it, places, what, step, theme)
    path = output or Path(name)
    write_files({path: content})
    return [path]


def _file(it: "_Checked", places: Places, what: str, step: int | None, theme: str) -> tuple[str, bytes]:
    """What it is called, and what is in it."""
    if what == "npz":
        return f"{it.file.name}.npz", _arrays(it.file)
    style = ""
    if what == "svg":
        style = page.join_styles(places.templates, it.asked.call("firstFrame")["sizes"])
    made = it.asked.call("takenFile", what, {"style": style, "theme": theme}, step)
    if made is None:
        raise ContentError(
            f"the network '{it.file.name}': found a value or gradient that is not finite, "
            "expected finite ones, which a program can assert"
        )
    return str(made["name"]), str(made["text"]).encode()


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
    warnings: tuple[str, ...]


@contextmanager
def _checked(places: Places, network: Path | None) -> Iterator[_Checked]:
    words = words_of(places, "interface")
    site, (file, *_) = read_content(places, network, words)
    with PageScript(places) as script:
        asked = script.about(page_data(places, site, [file], words))
        numbers = {file.name: compute(file)}
        compare(numbers, asked.call("allNumbers"))
        yield _Checked(site, file, words, asked, warnings_of(numbers))
