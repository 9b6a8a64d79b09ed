"""The build, from content/ to one file: it orders the steps, and it alone reads templates/ and has the page written.

content -> config -> network -> Graph -> forward, backward (NumPy) -> the page's own script, run in V8, draws the first
frame and computes the same numbers -> both are compared -> Jinja -> one HTML string -> written atomically.
"""

import gzip
import math
import re
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import chain
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from generator import bundle, config, page
from generator.article import Article, Figure, Reference, render_article
from generator.engine.check import largest_difference
from generator.engine.expression import parse_expression
from generator.engine.graph import Graph, backward, forward
from generator.engine.network import Network, batch_leaves, build_graph
from generator.errors import BuildError, ContentError, choices, place
from generator.font import all_characters, mark_large, mathematics_shown, missing_characters, read_blocks
from generator.output import write_files
from generator.places import SITE, Places
from generator.rehearsal import CHECKPOINTS, UPDATES, Rehearsal, rehearse
from generator.script import Script
from generator.toml_file import read_text, shown
from generator.undefined import undefined_quantities
from generator.words import read_room, read_words

TOLERANCE = 1e-9
"""The largest difference between Python and JavaScript with which a page may be written."""

STORED_DIGITS = 10
"""Significant digits of the stored NumPy numbers: far above an ulp, so the page is the same on every machine."""

WORDS_OF_TEMPLATES = frozenset(
    """
    skip about lessons shortcuts graph.title graph.zoom_in graph.zoom_out graph.fit graph.fit_name graph.view
    graph.wheel graph.without_script link.button link.field companion.way_back theme.name notice.close check.waiting
    presenting.name
    """.split()  # noqa: SIM905 - names as they are in templates
)
"""What of content/interface.toml stands in the markup alone; the script does not carry it again."""

WORDS_OF_ARTICLES = frozenset({"article"})
"""What of it stands in articles, where the build puts it."""


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build has made: the file, its size raw and after gzip -9, the seconds it took.

    Of a site with several lessons this file has the contents, and `lessons` are the others.
    `largest_difference` is how far Python and JavaScript are apart at most, `warnings` what is not right and yet
    no reason to write nothing: a sentence each.
    """

    output: Path
    raw_bytes: int
    gzip_bytes: int
    seconds: float
    largest_difference: float
    warnings: tuple[str, ...] = ()
    lessons: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class _Numbers:
    """Of each sample a row, by node; `undefined` is about the first."""

    values: list[list[float]]
    gradients: list[list[float]]
    undefined: list[str]


def build(places: Places, *, network: Path | None, output: Path) -> BuildReport:
    """Build the page of one network (by default the one that the site's site.toml opens) and write it to `output`.

    Raises ContentError for a mistake in the content and BuildError for one in the templates, or when the two engines
    differ by more than TOLERANCE. In either case nothing is written, and an earlier page stays as it is.
    """
    started = time.perf_counter()
    words = _words(places, "interface")
    lessons = () if network else config.read_lessons(places.content)
    if lessons:
        pages, made = _course(places, lessons, words, output)
    else:
        site, files = _read_content(places, network, words)
        made = [_rendered(places, site, files, words)]
        pages = {output: made[0].text}
    encoded = {path: text.encode() for path, text in pages.items()}
    write_files(encoded)
    return BuildReport(
        output=output,
        raw_bytes=len(encoded[output]),
        gzip_bytes=len(gzip.compress(encoded[output], 9, mtime=0)),
        seconds=time.perf_counter() - started,
        largest_difference=max(each.difference for each in made),
        warnings=(
            *((bundle.STALE,) if bundle.is_stale(places.home) else ()),
            *dict.fromkeys(warning for each in made for warning in _warnings(each.numbers)),
        ),
        lessons=tuple(path for path in pages if path != output),
    )


def _course(
    places: Places, lessons: Sequence[config.Lesson], words: Mapping[str, Any], output: Path
) -> tuple[dict[Path, str], list["_Rendered"]]:
    """A page a lesson beside `output`, which has the contents. Raises ContentError for a link that leads nowhere."""
    site = config.read_site(places.content / SITE)
    files = [_file_of(places, lesson, words) for lesson in lessons]
    addresses = [f"{lesson.name}.html" for lesson in lessons]
    pages = {file.article: address for file, address in zip(files, addresses, strict=True) if file.article}
    made: list[_Rendered] = []
    for position, (lesson, file) in enumerate(zip(lessons, files, strict=True)):
        around = [
            {"rel": rel, "href": addresses[k], "title": lessons[k].title}
            for rel, k in (("prev", position - 1), ("next", position + 1))
            if 0 <= k < len(lessons)
        ]
        own = replace(site, title=lesson.title, description=lesson.description)
        navigation = {"contents": output.name, "around": around}
        made.append(_rendered(places, own, [file], words, navigation, pages, addresses[position]))
    headings = {
        file.article: {heading.id for heading in each.article.headings}
        for file, each in zip(files, made, strict=True)
        if each.article
    }
    for file, each in zip(files, made, strict=True):
        for link in each.article.outward if each.article else ():
            if link.heading not in headings[link.file]:
                known = choices(link.heading, sorted(headings[link.file])).replace("article-", "")
                where = place(shown(places.content / file.article), link.line)
                raise ContentError(
                    f"{where}: found ({link.address}), expected the id of a heading there: {known}"
                )
    contents = page.render_contents(
        places.templates,
        site=_head(site, ""),
        words=words,
        lessons=[
            {"href": address, "title": lesson.title, "description": lesson.description}
            for lesson, address in zip(lessons, addresses, strict=True)
        ],
        own_style=_own_style(places),
    )
    texts = {output.with_name(address): each.text for address, each in zip(addresses, made, strict=True)}
    return {output: contents, **texts}, made


def _file_of(places: Places, lesson: config.Lesson, words: Mapping[str, Any]) -> config.NetworkFile:
    """The network of a lesson, with the lesson's article in the place of its own."""
    path = places.content / "networks" / f"{lesson.network}.toml"
    file = config.read_network(path, words["expression"], articles=places.content)
    return file if lesson.article is None else replace(file, article=lesson.article)


def _head(site: config.Site, name: str) -> dict[str, str]:
    """What the head of a page says of it; `name` is its file's below the site's address."""
    return {
        "title": site.title,
        "language": site.language,
        "description": site.description,
        "address": f"{site.address.rstrip('/')}/{name}" if site.address else "",
    }


def _own_style(places: Places) -> str:
    """The site's own style.css. Raises ContentError for one that would fetch something."""
    path = places.content / "style.css"
    if not places.is_own or not path.is_file():
        return ""
    text = read_text(path)
    for fetched in re.finditer(r"@import\b|url\((?!\s*[\"']?data:)|</", text, re.IGNORECASE):
        where = place(shown(path), text.count("\n", 0, fetched.start()) + 1)
        raise ContentError(f"{where}: found {fetched[0]}, expected a style that needs no other file")
    return text


@dataclass(frozen=True, slots=True)
class MadePage:
    """A page as text, with the values and gradients of its first sample by the names of the graph."""

    html: str
    values: Mapping[str, float]
    gradients: Mapping[str, float]


def page_of(places: Places, file: config.NetworkFile) -> MadePage:
    """The page of one network or formula that is in no file, without an article. Raises ContentError and BuildError."""
    words = _words(places, "interface")
    site = replace(config.read_site(places.content / SITE), title=file.title)
    made = _rendered(places, site, [file], words)
    names = [node.name for node in _graph(file).nodes]
    own = made.numbers[file.name]
    return MadePage(
        made.text,
        dict(zip(names, own.values[0], strict=True)),
        dict(zip(names, own.gradients[0], strict=True)),
    )


def expression_words(places: Places) -> Mapping[str, str]:
    """What is said of what is wrong with a formula."""
    faults: Mapping[str, str] = _words(places, "interface")["expression"]
    return faults


@dataclass(frozen=True, slots=True)
class _Rendered:
    """A page as text, the numbers of its networks, how far the two engines are apart at most, and its article."""

    text: str
    numbers: dict[str, _Numbers]
    difference: float
    article: Article | None


def _rendered(
    places: Places,
    site: config.Site,
    files: Sequence[config.NetworkFile],
    words: Mapping[str, Any],
    navigation: Mapping[str, Any] | None = None,
    pages: Mapping[str, str] = MappingProxyType({}),
    name: str = "",
) -> _Rendered:
    """The page of these networks.

    Of a site with lessons `navigation` has where the others are, `pages` where each article is, and `name` is that of
    this page's own file.
    """
    opened = files[0]
    data = _page_data(places, site, files, words)
    page_script, script = _script(places)
    held = script.hold(data)
    frame = script.call("firstFrame", held)
    numbers = {file.name: _compute(file) for file in files}
    difference = max(
        _compare(numbers, script.call(engine, held)) for engine in ("allNumbers", "plainNumbers")
    )
    runs = {file.name: run for file in files if (run := rehearse(file, site.learning_rate))}
    difference = max(
        difference, _compare_runs(runs, script.call("rehearsals", held, [*runs], UPDATES, CHECKPOINTS))
    )

    def render_values(references: Sequence[Reference]) -> Sequence[str]:
        markup: list[str] = script.call("liveMarkup", held, [asdict(reference) for reference in references])
        return markup

    def render_figures(figures: Sequence[Figure]) -> Sequence[str]:
        markup: list[str] = script.call("figureMarkup", held, [asdict(figure) for figure in figures])
        return markup

    def address_fault(address: str) -> str | None:
        (fault,) = script.call("addressFaults", held, [address])
        return None if fault is None else str(fault)

    blocks = read_blocks(places.templates / "fonts" / "math.txt")
    available = all_characters(blocks)

    def article(name: str) -> Article:
        path = places.words(name)
        return render_article(
            read_text(path),
            file=shown(path),
            nodes=frozenset(frame["names"]),
            steps=frame["steps"],
            render_values=render_values,
            address_fault=address_fault,
            read_picture=lambda picture: (path.parent / picture).read_bytes(),
            unwritable=lambda markup: missing_characters(mathematics_shown(markup), available),
            figures=lambda: script.call("figureRoom", held),
            render_figures=render_figures,
            words=words["article"],
            pages=pages,
        )

    articles = [article(each) if each else None for each in (opened.article, "about.md")]
    markup = [mark_large(each.html, blocks) if each else "" for each in articles]
    sheet = page.join_styles(places.templates, frame["sizes"], markup)
    text = page.render_page(
        places.templates,
        page.PageParts(
            site=_head(site, name),
            navigation=navigation,
            words=words,
            regions=frame["regions"],
            graph_at_rest=frame["atRest"],
            article=markup[0],
            about=markup[1],
            style=sheet + _own_style(places),
            early_script=_bundled(places, "early.js"),
            script=page_script,
            data=_with_runs(data, runs) | {"reference": _stored(numbers[opened.name])},
        ),
    )
    _check_mathematics(places, text)
    return _Rendered(text, numbers, difference, articles[0])


def trace(places: Places, *, network: Path | None, digits: str, warn: Callable[[str], None]) -> str:
    """All steps with their formulas and numbers, as plain text; `digits` says how many decimals, a number or "all".

    `warn` is told what has no value or no gradient.

    Raises ContentError and BuildError as `build` does.
    """
    words = _words(places, "interface")
    site, (opened, *_) = _read_content(places, network, words)
    data, script, warnings = _compared(places, site, opened, words)
    for warning in warnings:
        warn(warning)
    return str(script.call("traceText", data, digits))


def worksheet(
    places: Places, *, network: Path | None, output: Path, seed: int | None, level: int, answers: bool
) -> list[Path]:
    """Write a worksheet and beside it, if `answers`, its key; the files that were written.

    Its numbers are those of the seed, or, without one, the network's own.
    Raises ContentError and BuildError as `build` does.
    """
    words = _words(places, "interface")
    site, (opened, *_) = _read_content(places, network, words)
    data, script, _ = _compared(places, site, opened, words)
    made = script.call("worksheetMarkup", data, seed or 0, level)
    style = page.join_styles(places.templates, made["sizes"])
    texts = words["tools"]["practice"]
    sheets = {output: (texts["sheet_title"], made["sheet"])}
    if answers:
        key = output.with_name(f"{output.stem}-answers{output.suffix}")
        sheets[key] = (texts["key_title"], made["key"])
    pages = {
        path: page.render_sheet(
            places.templates,
            title=" · ".join([title, opened.title, *([str(seed)] if seed else [])]),
            language=site.language,
            style=style,
            sheet=sheet,
        )
        for path, (title, sheet) in sheets.items()
    }
    for text in pages.values():
        _check_mathematics(places, text)
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
    words = _words(places, "interface")
    site, (opened, *_) = _read_content(places, network, words)
    data, script, _ = _compared(places, site, opened, words)
    style = ""
    if what == "svg":
        sizes = script.call("firstFrame", data)["sizes"]
        style = page.join_styles(places.templates, sizes)
    if what == "npz":
        name, content = f"{opened.name}.npz", _arrays(opened)
    else:
        made = script.call("takenFile", data, what, {"style": style, "theme": theme}, step)
        if made is None:
            raise ContentError(
                f"the network '{opened.name}': found a value or gradient that is not finite, "
                "expected finite ones, which a program can assert"
            )
        name, content = str(made["name"]), str(made["text"]).encode()
    path = output or Path(name)
    write_files({path: content})
    return [path]


EXPORTS = (
    "toml", "json", "csv", "npz", "python", "numpy", "torch", "jax", "svg", "latex", "mathml",
)  # fmt: skip
"""What can be taken along: templates/scripts/view/taken.js makes all of it but the arrays."""


def _arrays(file: config.NetworkFile) -> bytes:
    """W1, b1, W2, b2 … of a network as numpy.savez writes them. Raises ContentError for a formula."""
    import io

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


def _words(places: Places, name: str) -> dict[str, Any]:
    room = read_room(places.templates / "words" / f"{name}.toml")
    return read_words(places.words(f"{name}.toml"), room)


def _read_content(
    places: Places, network: Path | None, words: Mapping[str, Any]
) -> tuple[config.Site, list[config.NetworkFile]]:
    """The site, and its networks: first the one that opens, then the others that the page offers."""
    site = config.read_site(places.content / SITE)
    folder = places.content / "networks"
    opened = network or folder / f"{site.opens}.toml"
    others = (folder / f"{name}.toml" for name in site.offered if name != opened.stem)
    return site, [
        config.read_network(path, words["expression"], articles=places.content) for path in (opened, *others)
    ]


def _compared(
    places: Places, site: config.Site, file: config.NetworkFile, words: Mapping[str, Any]
) -> tuple[dict[str, Any], Script, tuple[str, ...]]:
    """What a page of this network alone carries, the page's script, whose numbers are NumPy's, and what they lack."""
    data = _page_data(places, site, [file], words)
    _, script = _script(places)
    numbers = {file.name: _compute(file)}
    _compare(numbers, script.call("allNumbers", data))
    return data, script, _warnings(numbers)


def _script(places: Places) -> tuple[str, Script]:
    """The page's script, and V8 that has run it and then what the build alone asks of it."""
    names = ("page.js", "frame.js")
    texts = [_bundled(places, name) for name in names]
    return texts[0], Script(*texts, names=[f"templates/{name}" for name in names])


def _bundled(places: Places, name: str) -> str:
    try:
        return (places.templates / name).read_text(encoding="utf-8").rstrip("\n")
    except OSError as error:
        raise BuildError(f"templates/{name}: {error.strerror}; `make script` writes it") from error


def _page_data(
    places: Places, site: config.Site, files: Sequence[config.NetworkFile], words: Mapping[str, Any]
) -> dict[str, Any]:
    """What the page's script works on; its shape is `PageData` in templates/scripts/model.js."""
    return {
        # First what the markup before it says too: what is near is compressed well.
        "narration": _words(places, "narration"),
        "networks": {file.name: _network_data(file) for file in files},
        "words": _without(WORDS_OF_TEMPLATES | WORDS_OF_ARTICLES, words),
        "opens": files[0].name,
        "rate": site.learning_rate,
    }


def _without(names: Collection[str], table: Mapping[str, Any], path: str = "") -> dict[str, Any]:
    """The table without the entries of these names; in tables within it they are parted by dots."""
    return {
        key: _without(names, entry, f"{path}{key}.") if isinstance(entry, dict) else entry
        for key, entry in table.items()
        if path + key not in names
    }


def _network_data(file: config.NetworkFile) -> dict[str, Any]:
    return {
        "title": file.title,
        "summary": file.summary,
        **_subject_data(file),
        "ranges": {
            "inputs": file.input_range,
            "target": file.target_range,
            "parameters": file.parameter_range,
        },
        **({"rate": file.learning_rate} if file.learning_rate is not None else {}),
        **({"fixed": file.fixed} if file.fixed is not None else {}),
        **(
            {"training": {_CHOICES.get(key, key): value for key, value in file.training.items()}}
            if file.training
            else {}
        ),
    }


_CHOICES = {"data": "set", "seed": "dataSeed", "test": "testShare"}
"""How `TrainChoices` in templates/scripts/training/tool.js calls what a file calls otherwise."""


def _subject_data(file: config.NetworkFile) -> dict[str, Any]:
    if isinstance(file.subject, config.Formula):
        return {"formula": {"text": file.subject.text, "values": dict(file.subject.values)}}
    return {"network": asdict(file.subject), "samples": [asdict(sample) for sample in file.samples]}


def _graph(file: config.NetworkFile) -> Graph:
    if isinstance(file.subject, Network):
        return build_graph(file.subject)
    return parse_expression(file.subject.text, file.subject.values).graph


def _compute(file: config.NetworkFile) -> _Numbers:
    """Of every sample of a network, of a formula once."""
    if isinstance(file.subject, config.Formula):
        expression = parse_expression(file.subject.text, file.subject.values)
        graph = expression.graph
        leaves: Mapping[str, ArrayLike] = {**expression.constants, **file.subject.values}
    else:
        graph, leaves = build_graph(file.subject), batch_leaves(file.subject, file.samples)
    values = forward(graph, leaves)
    gradients = backward(graph, values)
    samples = max(len(file.samples), 1)
    by_sample = (_by_sample(values, samples), _by_sample(gradients, samples))
    first, slopes = ([*map(np.asarray, table[0])] for table in by_sample)
    return _Numbers(by_sample[0].tolist(), by_sample[1].tolist(), undefined_quantities(graph, first, slopes))


def _by_sample(numbers: Sequence[ArrayLike], samples: int) -> NDArray[np.float64]:
    """A row for each sample; what is one number for all of them is in each."""
    return np.stack([np.broadcast_to(number, (samples,)) for number in numbers], axis=1)


def _warnings(numbers: Mapping[str, _Numbers]) -> tuple[str, ...]:
    """What has no value or gradient, network by network."""
    return tuple(f"the network '{name}': {each}" for name, own in numbers.items() for each in own.undefined)


def _compare(numbers: Mapping[str, _Numbers], of_script: Mapping[str, Any]) -> float:
    """How far the two engines are apart at most. Raises BuildError where that is too far."""
    differences = {
        name: max(
            largest_difference(chain(*mine), chain(*theirs))
            for mine, theirs in (
                (own.values, of_script[name]["values"]),
                (own.gradients, of_script[name]["gradients"]),
            )
        )
        for name, own in numbers.items()
    }
    name, difference = max(differences.items(), key=lambda pair: pair[1])
    if not difference <= TOLERANCE:
        raise BuildError(
            f"Python and JavaScript differ by {difference:.1e} on the network '{name}', more than the "
            f"{TOLERANCE:.0e} that a page may have; nothing is written"
        )
    return difference


def _compare_runs(runs: Mapping[str, Rehearsal], of_script: Mapping[str, Sequence[float]]) -> float:
    """The same for runs: every loss, and every parameter in the end."""
    differences = {name: largest_difference(run.numbers, of_script[name]) for name, run in runs.items()}
    name, difference = max(differences.items(), key=lambda pair: pair[1], default=("", 0.0))
    if not difference <= TOLERANCE:
        raise BuildError(
            f"Python and JavaScript differ by {difference:.1e} in the first {UPDATES} updates of the network '{name}', "
            f"more than the {TOLERANCE:.0e} that a page may have; nothing is written"
        )
    return difference


def _with_runs(data: dict[str, Any], runs: Mapping[str, Rehearsal]) -> dict[str, Any]:
    """What the page carries, and NumPy's losses after some updates, rounded."""
    networks = {
        name: network | ({"trained": _trained(runs[name])} if name in runs else {})
        for name, network in data["networks"].items()
    }
    return data | {"networks": networks}


def _trained(run: Rehearsal) -> list[list[float]]:
    return [
        [update, float(f"{loss:.{STORED_DIGITS}g}")]
        for update, loss in zip(CHECKPOINTS, run.checkpoints, strict=True)
        if math.isfinite(loss)
    ]


def _stored(numbers: _Numbers) -> dict[str, list[float | str]]:
    """The first sample's numbers, rounded for the page; JSON has neither infinities nor NaN: these are texts."""

    def stored(number: float) -> float | str:
        if math.isfinite(number):
            return float(f"{number:.{STORED_DIGITS}g}")
        return "NaN" if math.isnan(number) else "Infinity" if number > 0 else "-Infinity"

    return {
        "values": [stored(number) for number in numbers.values[0]],
        "gradients": [stored(number) for number in numbers.gradients[0]],
    }


def _check_mathematics(places: Places, text: str) -> None:
    """Refuse a page whose mathematics needs a character that the page's own font lacks."""
    available = all_characters(read_blocks(places.templates / "fonts" / "math.txt"))
    missing = missing_characters(mathematics_shown(text), available)
    if missing:
        raise BuildError(
            f"the mathematics font has no {', '.join(missing)}; add them in generator/fontcut.py and run `make font`"
        )
