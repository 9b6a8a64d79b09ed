"""TOML -> frozen, checked records: the only validator of what an author writes in content/*.toml.

Everything wrong raises ContentError, in one sentence: file, line where it can be had, key, found, expected.
"""

import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

from generator.engine.data import DATA_SETS
from generator.engine.expression import ExpressionError, parse_expression
from generator.engine.network import Layer, Network, build_graph
from generator.engine.operations.table import OPS
from generator.engine.optimizers.table import OPTIMIZERS
from generator.engine.sample import Batch, Sample
from generator.engine.schedules import SCHEDULES
from generator.engine.targets import target_fault
from generator.errors import ContentError, choices
from generator.formats.csv import CsvError, read_csv
from generator.toml_file import Place, parse_toml, read_text, read_toml, shown

__all__ = ["Formula", "NetworkFile", "Site", "read_network", "read_site", "read_text", "shown"]

INPUT_RANGE = (-2.0, 2.0)
PARAMETER_RANGE = (-3.0, 3.0)
TARGET_RANGE = (-2.0, 2.0)
"""What the sliders reach where a file does not say, widened to whole numbers around the network's own values."""

MOST_SAMPLES = 5000
"""A page with more would be slow to open."""


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula as text (see engine/expression.py), and the number of each of its free names."""

    text: str
    values: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class NetworkFile:
    """One content/networks/*.toml: `name` is the file's stem, `article` a file in content/, or "" for none.

    Its subject is a network of layers, which has samples, or a formula, which has none. `learning_rate` is None where
    the site's holds, `fixed` where the file does not say which parameters no step moves; `training` has what the file
    says of it, by the names of the keys in _TRAINING.
    """

    name: str
    title: str
    summary: str
    article: str
    subject: Network | Formula
    samples: Batch
    input_range: tuple[float, float]
    parameter_range: tuple[float, float]
    target_range: tuple[float, float]
    learning_rate: float | None = None
    fixed: tuple[str, ...] | None = None
    training: Mapping[str, Any] = field(default_factory=dict)

    @property
    def network(self) -> Network:
        """The network of layers. Raises TypeError where the file has a formula."""
        if isinstance(self.subject, Formula):
            raise TypeError(f"{self.name} is a formula")
        return self.subject


@dataclass(frozen=True, slots=True)
class Site:
    """content/site.toml: `opens` and `offered` are stems of files in content/networks/.

    `address` is where the site will be found, if it is known.
    """

    title: str
    language: str
    description: str
    opens: str
    offered: tuple[str, ...]
    learning_rate: float
    address: str = ""


@dataclass(frozen=True, slots=True)
class Lesson:
    """One of a site's lessons/*.toml: `name` is the file's stem and its page's; `network` a stem in networks/.

    `article` is a file in content/, or None for the network's own.
    """

    name: str
    title: str
    description: str
    network: str
    article: str | None = None


def read_lessons(content: Path) -> tuple[Lesson, ...]:
    """The lessons of a site, in the order of their files' names; none where it has one page. Raises ContentError."""
    known = sorted(file.stem for file in (content / "networks").glob("*.toml"))
    lessons: list[Lesson] = []
    for path in sorted((content / "lessons").glob("*.toml")):
        root = read_toml(path)
        lesson = Lesson(path.stem, **_table(_LESSON)(root))
        if not re.fullmatch(r"[\w-]+", lesson.name) or lesson.name == "index":
            raise ContentError(
                f"{shown(path)}: found a lesson called '{lesson.name}', expected letters, digits and hyphens, "
                "and not index, which is the contents"
            )
        if lesson.network not in known:
            expected = f"a network with a file in networks/: {choices(lesson.network, known)}"
            raise root.at("network").error(f"'{lesson.network}'", expected)
        if lesson.article and not (content / lesson.article).is_file():
            there = choices(lesson.article, sorted(each.name for each in content.glob("*.md")))
            raise root.at("article").error(f"'{lesson.article}'", f"a file in {shown(content)}: {there}")
        lessons.append(lesson)
    return tuple(lessons)


def read_site(path: Path) -> Site:
    """The site's own settings. Raises ContentError, also for a network that has no file."""
    root = read_toml(path)
    site = Site(**_table(_SITE)(root))
    known = sorted(file.stem for file in (path.parent / "networks").glob("*.toml"))
    for named in (root.at("opens"), *root.at("offered").items()):
        if named.value not in known:
            expected = f"a network with a file in networks/: {choices(named.value, known)}"
            raise named.error(f"'{named.value}'", expected)
    for position, named in enumerate(root.at("offered").items()):
        if named.value in site.offered[:position]:
            raise named.error(f"'{named.value}' again", "each network once")
    if site.opens not in site.offered:
        raise root.at("offered").error(
            f"no '{site.opens}'", "it among the others, since the page opens with it"
        )
    return site


def read_network(
    path: Path, faults: Mapping[str, str] = MappingProxyType({}), *, articles: Path | None = None
) -> NetworkFile:
    """One network or formula, and the ranges of its sliders. Raises ContentError.

    Its article must be in the folder `articles`, if one is named. `faults` are the sentences of what can be wrong with
    a formula, by the codes of ExpressionError; where there is none, the code stands for itself.
    """
    root = read_toml(path)
    file = _subject(path, root, faults)
    if articles and file.article and not (articles / file.article).is_file():
        there = choices(file.article, sorted(each.name for each in articles.glob("*.md")))
        raise root.at("article").error(f"'{file.article}'", f"a file in {shown(articles)}: {there}")
    return file


def parse_network(path: Path, text: str) -> NetworkFile:
    """The network in a text that is to stand in `path`. Raises ContentError."""
    return _network_file(path, parse_toml(path, text))


def parse_subject(path: Path, text: str, faults: Mapping[str, str] = MappingProxyType({})) -> NetworkFile:
    """The network or formula in a text that is to stand in `path`. Raises ContentError."""
    return _subject(path, parse_toml(path, text), faults)


def _subject(path: Path, root: Place, faults: Mapping[str, str]) -> NetworkFile:
    return _read_formula(path, root, faults) if "formula" in root.value else _network_file(path, root)


def _network_file(path: Path, root: Place) -> NetworkFile:
    root = _with_shares(_with_samples(path, root))
    found = _table(_NETWORK)(root)
    by_column = found.get("layout") == "in_out"
    if by_column:
        _check_columns(found["layers"], root)
    layers = tuple(
        _layer(layer, tuple(zip(*layer["weights"], strict=True)) if by_column else layer["weights"])
        for layer in found["layers"]
    )
    network = Network(layers=layers, loss=found["loss"])
    samples = _samples(found["inputs"], found["target"], root)
    placed = [*zip(samples, _rows(root.at("inputs")), _rows(root.at("target")), strict=True)]
    if not by_column:
        _check_shapes(network, root)
    for sample, inputs, target in placed:
        _check_sizes(network, sample, inputs, target)
    _check_joint(network, root)
    _check_loss(network, root)
    for sample, _, target in placed:
        _check_target(network.loss, sample, target)
    parameters = [number for layer in layers for row in (*layer.weights, layer.biases) for number in row]
    limits = OPS[network.loss].targets.range
    stated = found.get("ranges", {})
    return NetworkFile(
        name=path.stem,
        title=found["title"],
        summary=found["summary"],
        article=found.get("article", ""),
        subject=network,
        samples=samples,
        input_range=_reach(
            root, stated, "inputs", [x for sample in samples for x in sample.inputs], INPUT_RANGE
        ),
        parameter_range=_reach(root, stated, "parameters", parameters, PARAMETER_RANGE),
        target_range=_reach(
            root, stated, "target", [y for sample in samples for y in sample.target], TARGET_RANGE, limits
        ),
        learning_rate=found.get("learning_rate"),
        fixed=_fixed(root, found, _parameters(network)),
        training=found.get("training", {}),
    )


def _read_formula(path: Path, root: Place, faults: Mapping[str, str]) -> NetworkFile:
    found = _table(_FORMULA)(root)
    try:
        names = parse_expression(found["formula"], found["values"]).names
    except ExpressionError as error:
        fault = faults.get(error.code, error.code).format(found=error.found, expected=error.expected)
        raise root.at("formula").fault(f"line {error.line}, column {error.column}: {fault}") from error
    values = root.at("values")
    for name in values.value:
        if name not in names:
            raise values.at(name).error("a number", f"a name of the formula: {choices(name, names)}")
    for name in names:
        if name not in values.value:
            raise values.error(f"no '{name}'", "a number for each name of the formula")
    numbers = {name: _number(values.at(name)) for name in names}
    return NetworkFile(
        name=path.stem,
        title=found["title"],
        summary=found["summary"],
        article=found.get("article", ""),
        subject=Formula(found["formula"], numbers),
        samples=(),
        input_range=INPUT_RANGE,
        parameter_range=_reach(
            root, found.get("ranges", {}), "parameters", numbers.values(), PARAMETER_RANGE
        ),
        target_range=TARGET_RANGE,
        learning_rate=found.get("learning_rate"),
        fixed=_fixed(root, found, names),
    )


def _parameters(network: Network) -> list[str]:
    return [node.name for node in build_graph(network).nodes if node.role in ("weight", "bias")]


def _fixed(root: Place, found: Mapping[str, Any], names: Sequence[str]) -> tuple[str, ...] | None:
    """The parameters that no step moves: those that the file names, and biases that a layer does without."""
    stated = list(root.at("fixed").items()) if "fixed" in found else []
    for place in stated:
        if place.value not in names:
            raise place.error(place.described(), f"what learns: {choices(str(place.value), names)}")
    without, neuron = [], 0
    for layer in found.get("layers", ()):
        for _ in layer["weights"]:
            neuron += 1
            without += [] if layer["biases"] else [f"b{neuron}"]
    fixed = (*(place.value for place in stated), *without)
    return tuple(dict.fromkeys(fixed)) if "fixed" in found or without else None


# Readers: a place in the file -> what it holds, or a ContentError.

Reader = Callable[[Place], Any]


@dataclass(frozen=True, slots=True)
class _Key:
    read: Reader
    meaning: str
    required: bool = True


def _table(keys: Mapping[str, _Key]) -> Reader:
    def read(place: Place) -> dict[str, Any]:
        if not isinstance(place.value, dict):
            raise place.error(place.described(), f"a table with {choices('', keys)}")
        for name in place.value:
            if name not in keys:
                raise place.at(name).error("an unknown key", choices(name, keys))
        for name, key in keys.items():
            if key.required and name not in place.value:
                raise place.error(f"no '{name}'", key.meaning)
        return {name: key.read(place.at(name)) for name, key in keys.items() if name in place.value}

    return read


def _list_of(read: Reader, meaning: str) -> Reader:
    def read_all(place: Place) -> tuple[Any, ...]:
        if not isinstance(place.value, list) or not place.value:
            raise place.error(place.described(), meaning)
        return tuple(read(item) for item in place.items())

    return read_all


def _number(place: Place) -> float:
    if isinstance(place.value, bool) or not isinstance(place.value, int | float):
        raise place.error(place.described(), "a number")
    try:
        number = float(place.value)
    except OverflowError:
        number = math.inf
    if not math.isfinite(number):
        raise place.error(place.described(), "a finite number")
    return number


def _rate(place: Place) -> float:
    rate = _number(place)
    if rate <= 0:
        raise place.error(place.described(), "a number above 0")
    return rate


def _number_within(least: float, most: float, *, whole: bool = False) -> Reader:
    def read(place: Place) -> float:
        number = _number(place)
        if not least <= number <= most or (whole and number != int(number)):
            raise place.error(
                place.described(), f"a {'whole ' if whole else ''}number from {least:g} to {most:g}"
            )
        return int(number) if whole else number

    return read


def _one_of(names: Iterable[str]) -> Reader:
    known = list(names)

    def read(place: Place) -> str:
        if place.value not in known:
            named = place.value if isinstance(place.value, str) else ""
            raise place.error(place.described(), choices(named, known))
        return str(place.value)

    return read


def _biases(place: Place) -> tuple[float, ...]:
    """One a neuron; none where a layer does without."""
    return () if place.value is False else _numbers(place)


def _yes_or_no(place: Place) -> bool:
    if not isinstance(place.value, bool):
        raise place.error(place.described(), "true or false")
    return place.value


def _range(place: Place) -> tuple[float, float]:
    numbers = _numbers(place)
    if len(numbers) != 2 or not numbers[0] < numbers[1]:
        raise place.error(_written(numbers), "two numbers, the lower before the higher")
    return numbers[0], numbers[1]


def _text(place: Place) -> str:
    if not isinstance(place.value, str) or not place.value.strip():
        raise place.error(place.described(), "a text that is not empty")
    return place.value.strip()


def _any_table(place: Place) -> Mapping[str, Any]:
    if not isinstance(place.value, dict):
        raise place.error(place.described(), "a table with a number for each name of the formula")
    return place.value


def _like(pattern: str, meaning: str) -> Reader:
    def read(place: Place) -> str:
        if not re.fullmatch(pattern, text := _text(place)):
            raise place.error(place.described(), meaning)
        return text

    return read


def _operation(kind: str) -> Reader:
    def read(place: Place) -> str:
        known = [name for name, operation in OPS.items() if operation.kind == kind]
        if place.value not in known:
            named = place.value if isinstance(place.value, str) else ""
            raise place.error(place.described(), choices(named, known))
        return str(place.value)

    return read


_numbers = _list_of(_number, "a list of numbers")


def _one_or_more(meaning: str) -> Reader:
    """The numbers of one sample, or of several a row each."""
    several = _list_of(_numbers, meaning)

    return lambda place: several(place) if _has_rows(place) else _numbers(place)


def _has_rows(place: Place) -> bool:
    return isinstance(place.value, list) and any(isinstance(row, list) for row in place.value)


def _rows(place: Place) -> list[Place]:
    """Where the numbers of each sample stand."""
    return list(place.items()) if _has_rows(place) else [place]


_LAYOUTS = ("out_in", "in_out")
_LAYER = {
    "activation": _Key(_operation("activation"), "the name of an activation"),
    "weights": _Key(_list_of(_numbers, "a list of rows"), "one row of numbers a neuron"),
    "biases": _Key(_biases, "a list of numbers, one a neuron"),
}
_RANGES = {
    "inputs": _Key(_range, "two numbers", required=False),
    "parameters": _Key(_range, "two numbers", required=False),
    "target": _Key(_range, "two numbers", required=False),
}
_TRAINING = {
    key: _Key(read, meaning, required=False)
    for key, read, meaning in (
        ("data", _one_of(DATA_SETS), "the name of a set"),
        ("seed", _number_within(0, 999_999, whole=True), "a whole number"),
        ("count", _number_within(2, 5000, whole=True), "how many samples"),
        ("noise", _number_within(0, 1), "a number"),
        ("test", _number_within(0, 0.9), "the share of the samples that are kept for a test"),
        ("optimizer", _one_of(OPTIMIZERS), "the name of an optimizer"),
        ("batch", _number_within(0, 5000, whole=True), "how many samples an update takes, 0 for all"),
        ("shuffle", _yes_or_no, "true or false"),
        ("schedule", _one_of(SCHEDULES), "the name of a schedule"),
        ("span", _number_within(1, 100_000, whole=True), "how many updates a schedule takes"),
        ("l1", _number_within(0, 1), "a number"),
        ("l2", _number_within(0, 1), "a number"),
        ("clip", _number_within(0, 1e6), "the longest that a gradient may be, 0 for any"),
    )
}
_HEAD = {
    "title": _Key(_text, "the network's name in a few words"),
    "summary": _Key(_text, "a sentence on what it shows"),
    "article": _Key(
        _like(r"[\w-][\w. -]*\.md", "a file in content/, such as article.md"), "a file", required=False
    ),
    "learning_rate": _Key(_rate, "a number above 0", required=False),
    "fixed": _Key(_list_of(_text, "a list of names"), "a list of names", required=False),
}
_FORMULA = {
    **_HEAD,
    "formula": _Key(_text, "a formula"),
    "values": _Key(_any_table, "a table with a number for each name of the formula"),
    "ranges": _Key(_table({"parameters": _RANGES["parameters"]}), "a table", required=False),
}
_NETWORK = {
    **_HEAD,
    "loss": _Key(_operation("loss"), "the name of a loss"),
    "layout": _Key(_one_of(_LAYOUTS), "how weights are typed", required=False),
    "inputs": _Key(_one_or_more("a row of numbers for each sample"), "a list of numbers"),
    "target": _Key(_one_or_more("a row of numbers for each sample"), "a list of numbers, one an output"),
    "ranges": _Key(_table(_RANGES), "a table", required=False),
    "training": _Key(_table(_TRAINING), "a table", required=False),
    "layers": _Key(_list_of(_table(_LAYER), "one [[layers]] or more"), "one [[layers]] or more"),
}
_SITE = {
    "title": _Key(_text, "the page's title"),
    "language": _Key(
        _like(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", "a language's code, such as en or pt-BR"), "a code"
    ),
    "description": _Key(_text, "a sentence for search engines"),
    "opens": _Key(_text, "the name of a network"),
    "offered": _Key(_list_of(_text, "a list of networks' names"), "a list of networks' names"),
    "learning_rate": _Key(_rate, "a number above 0"),
    "address": _Key(
        _like(r"https?://[^\s\"<>]+", "an address such as https://example.org/"), "an address", required=False
    ),
}
_LESSON = {
    "title": _Key(_text, "the lesson's title"),
    "description": _Key(_text, "a sentence for the contents and for search engines"),
    "network": _Key(_text, "the name of a network"),
    "article": _HEAD["article"],
}


# Checks of what fits what: a whole network and the top of its file -> nothing, or a ContentError.


def _samples(inputs: tuple[Any, ...], target: tuple[Any, ...], root: Place) -> Batch:
    """What a file gives as one sample, or as a row for each."""
    both = {name: root.at(name) for name in ("inputs", "target")}
    with_rows = [name for name, place in both.items() if _has_rows(place)]
    if not with_rows:
        return (Sample(inputs, target),)
    rows = both[with_rows[0]]
    for name, place in both.items():
        if name not in with_rows or len(place.value) != len(rows.value):
            found = _count(len(place.value), "row") if name in with_rows else place.described()
            raise place.error(
                found,
                f"{_count(len(rows.value), 'row')} of numbers, one for each sample of '{with_rows[0]}'",
            )
    if len(inputs) > MOST_SAMPLES:
        raise both["inputs"].error(_count(len(inputs), "row"), f"{MOST_SAMPLES} at most")
    return tuple(Sample(*pair) for pair in zip(inputs, target, strict=True))


def _layer(found: Mapping[str, Any], weights: tuple[tuple[float, ...], ...]) -> Layer:
    return Layer(found["activation"], weights, found["biases"] or (0.0,) * len(weights))


def _with_samples(path: Path, root: Place) -> Place:
    """The same file, in which the samples of a table of `data` stand as if they were written there.

    It lies beside the network's file or in the folder data/ beside that file's; its column `target` is predicted.
    """
    if "data" not in root.value:
        return root
    data = root.at("data")
    name = _like(r"[\w-][\w. -]*\.csv", "the name of a file, such as iris.csv")(data)
    folders = (path.parent, path.parent.parent / "data")
    file = next((folder / name for folder in folders if (folder / name).is_file()), None)
    if file is None:
        raise data.error(f"'{name}'", f"a file in {shown(folders[1])}, or beside this one")
    if "inputs" in root.value:
        raise root.at("inputs").error("inputs beside 'data'", "one of them")
    column = _text(root.at("target")) if "target" in root.value else None
    try:
        table = read_csv(read_text(file), column)
    except CsvError as error:
        raise ContentError(f"{shown(file)}, {error}") from error
    loss = OPS.get(str(root.value.get("loss")))
    signs = loss is not None and loss.targets.signs and bool(table.classes)
    if loss is not None and loss.targets.total is not None:
        target: list[Any] = [int(label) for label in table.labels]
    else:
        target = [[2 * label - 1 if signs else label] for label in table.labels]
    samples = {"inputs": [list(row) for row in table.inputs], "target": target}
    return replace(root, value={key: value for key, value in root.value.items() if key != "data"} | samples)


def _with_shares(root: Place) -> Place:
    """The same file, in which the number of a class, the target of a loss of classes, is a share for each output."""
    table = root.value
    inputs, target, layers = (table.get(key) for key in ("inputs", "target", "layers"))
    last = layers[-1] if isinstance(layers, list) and layers and isinstance(layers[-1], dict) else {}
    rows = last.get("weights")
    layout = table.get("layout", "out_in")
    if table.get("loss") not in _OF_CLASSES or layout not in _LAYOUTS or not isinstance(rows, list):
        return root
    neurons = rows[0] if layout == "in_out" and rows else rows
    outputs = len(neurons) if isinstance(neurons, list) else 0
    several = isinstance(inputs, list) and _has_rows(root.at("inputs"))
    if several and isinstance(target, list) and len(target) == len(inputs) and all(map(_is_whole, target)):
        shares = [_shares(place, outputs) for place in root.at("target").items()]
        return replace(root, value={**table, "target": shares})
    if _is_whole(target):
        return replace(root, value={**table, "target": _shares(root.at("target"), outputs)})
    return root


_OF_CLASSES = tuple(
    name for name, loss in OPS.items() if loss.kind == "loss" and loss.targets.total is not None
)


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _shares(place: Place, outputs: int) -> list[float]:
    if not 0 <= place.value < outputs:
        raise place.error(
            place.described(), f"a class from 0 to {outputs - 1}, or a number for each of {outputs} outputs"
        )
    return [float(output == place.value) for output in range(outputs)]


def _check_columns(layers: Sequence[Mapping[str, Any]], root: Place) -> None:
    """Of weights that are typed for x·W: a row a source, a column a neuron."""
    first = _rows(root.at("inputs"))[0].value
    sources, why = len(first), f"there {_count(len(first), 'input', 'is', 'are')}"
    for position, layer in enumerate(layers):
        here = root.at("layers").at(position)
        rows, neurons = layer["weights"], len(layer["weights"][0])
        if len(rows) != sources:
            raise here.at("weights").error(
                _count(len(rows), "row"), f"{sources}, one a source, because {why}"
            )
        for row, place in zip(rows, here.at("weights").items(), strict=True):
            if len(row) != neurons:
                raise place.error(_count(len(row), "number"), f"{neurons}, as many as the row above")
        if layer["biases"] and len(layer["biases"]) != neurons:
            found = _count(len(layer["biases"]), "number")
            raise here.at("biases").error(found, f"{neurons}, one for each column of 'weights'")
        sources, why = neurons, f"layer {position + 1} has {_count(neurons, 'neuron')}"


def _check_shapes(network: Network, root: Place) -> None:
    first = _rows(root.at("inputs"))[0].value
    sources, why = len(first), f"there {_count(len(first), 'input', 'is', 'are')}"
    for position, layer in enumerate(network.layers):
        here = root.at("layers").at(position)
        for row, place in zip(layer.weights, here.at("weights").items(), strict=True):
            if len(row) != sources:
                raise place.error(_count(len(row), "number"), f"{sources}, because {why}")
        neurons = len(layer.weights)
        if len(layer.biases) != neurons:
            found = _count(len(layer.biases), "number")
            raise here.at("biases").error(found, f"{neurons}, one for each row of 'weights'")
        sources, why = neurons, f"layer {position + 1} has {_count(neurons, 'neuron')}"


def _check_joint(network: Network, root: Place) -> None:
    last = len(network.layers) - 1
    for position, layer in enumerate(network.layers):
        name, operation = layer.activation, OPS[layer.activation]
        place = root.at("layers").at(position)
        if operation.joint and position != last:
            raise place.at("activation").error(f"{name} in layer {position + 1}", "it in the last layer only")
        if operation.joint and len(layer.biases) < 2:
            raise place.at("biases").error("1 neuron", f"two or more, because {name} chooses between them")
        fitting = [key for key, loss in OPS.items() if loss.canonical and loss.canonical.activation == name]
        if operation.joint and network.loss not in fitting:
            raise root.at("loss").error(
                f"{network.loss} with {name} in the last layer", f"{choices('', fitting)}, which {name} fits"
            )


def _check_loss(network: Network, root: Place) -> None:
    last, fitting = network.layers[-1].activation, OPS[network.loss].requires
    if fitting is not None and last not in fitting:
        found = f"{network.loss} with {last} in the last layer"
        raise root.at("loss").error(found, f"{choices('', fitting)} there, which is what {network.loss} fits")


def _check_sizes(network: Network, sample: Sample, inputs: Place, target: Place) -> None:
    if len(sample.inputs) != network.inputs:
        raise inputs.error(
            _count(len(sample.inputs), "number"), f"{network.inputs}, as many as the sample before"
        )
    if len(sample.target) != network.outputs:
        last = f"layer {len(network.layers)}, the last, has {_count(network.outputs, 'neuron')}"
        raise target.error(_count(len(sample.target), "number"), f"{network.outputs}, because {last}")


def _check_target(loss: str, sample: Sample, target: Place) -> None:
    rule = OPS[loss].targets
    fault = target_fault(rule, sample.target)
    if fault is None:
        return
    because = f"because the loss is {loss}"
    if fault.index is None:
        found = f"{_written(sample.target)}, which add up to {fault.found:g}"
        raise target.error(found, f"probabilities that add up to {rule.total:g}, {because}")
    place = target.at(fault.index)
    assert rule.range is not None, "every number in a file is finite"
    raise place.error(place.described(), f"one from {rule.range[0]:g} to {rule.range[1]:g}, {because}")


def _reach(
    root: Place,
    stated: Mapping[str, tuple[float, float]],
    name: str,
    numbers: Iterable[float],
    default: tuple[float, float],
    limits: tuple[float, float] | None = None,
) -> tuple[float, float]:
    """The range that a file states for its sliders, or the default, widened to hold the numbers."""
    lowest, highest = min(numbers), max(numbers)
    if name not in stated:
        return limits or (min(default[0], math.floor(lowest)), max(default[1], math.ceil(highest)))
    low, high = stated[name]
    place = root.at("ranges").at(name)
    for number in (lowest, highest):
        if not low <= number <= high:
            raise place.error(_written((low, high)), f"a range that holds the network's own {number:g}")
    if limits is not None and not limits[0] <= low < high <= limits[1]:
        raise place.error(
            _written((low, high)), f"a range within {_written(limits)}, which is all the loss allows"
        )
    return low, high


def _written(numbers: Iterable[float]) -> str:
    return f"[{', '.join(f'{number:g}' for number in numbers)}]"


def _count(number: int, noun: str, one: str = "", many: str = "") -> str:
    """`1 input`, `2 inputs`; with a verb, `is 1 input`, `are 2 inputs`."""
    verb = one if number == 1 else many
    return f"{verb} {number} {noun}{'' if number == 1 else 's'}".lstrip()
