"""Every mistake in a TOML file gives one sentence: file, line, place, what was found, what was expected."""

import functools
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.config import read_network, read_site
from generator.engine.graph import forward
from generator.engine.network import Layer, Network, build_graph, leaf_values
from generator.engine.operations.table import plain_operations
from generator.engine.sample import Sample
from generator.errors import ContentError, choices
from generator.toml_file import read_text, shown
from tests.content.cases import Mistake, answer, mistakes
from tests.example import example_of

NETWORK = """\
title = " A network "
summary = "What it shows."
loss = "bce"
inputs = [0.6, -0.4]
target = [1]

[ranges]
parameters = [-3, 3]

[[layers]]  # neurons 1 and 2
activation = "tanh"
weights = [
  [0.5, -0.3],
  [-0.4, 0.5],
]
biases = [0.1, -0.1]

[[layers]]
activation = "sigmoid"
weights = [[0.4, -0.6]]
biases = [0.2]
"""

SITE = """\
title = "A page"
language = "en"
description = "What it is."
opens = "one"
offered = ["one", "two"]
learning_rate = 0.5
"""


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def complaint(read: Callable[[Path], object], text: str | bytes, name: str = "it.toml") -> str:
    Path(name).write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(ContentError) as caught:
        read(Path(name))
    return str(caught.value)


def changed(text: str, old: str, new: str) -> str:
    assert text.count(old) == 1, f"'{old}' must stand once in the text that a test changes"
    return text.replace(old, new)


CLASSES = NETWORK.replace("bce", "cce").replace("sigmoid", "softmax").replace("[1]", "[0.5, 0.5]")
CLASSES = CLASSES.replace("[[0.4, -0.6]]", "[[0.4, -0.6], [1, 2]]").replace("[0.2]", "[0.2, 0]")


def test_classes_become_records() -> None:
    Path("classes.toml").write_text(CLASSES, encoding="utf-8")
    file = read_network(Path("classes.toml"))
    assert (file.samples[0].target, file.network.loss, file.target_range) == ((0.5, 0.5), "cce", (0, 1))


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        (
            "[0.5, 0.5]",
            "[1, 0.5]",
            "it.toml, line 5: 'target': found [1, 0.5], which add up to 1.5, expected probabilities that add up to 1, "
            "because the loss is cce",
        ),
        (
            '"cce"',
            '"mse"',
            "it.toml, line 3: 'loss': found mse with softmax in the last layer, expected cce, which softmax fits",
        ),
    ],
)
def test_a_mistake_in_a_network_of_classes(old: str, new: str, sentence: str) -> None:
    assert complaint(read_network, changed(CLASSES, old, new)) == sentence


def test_a_network_becomes_records() -> None:
    Path("small.toml").write_text(NETWORK, encoding="utf-8")
    file = read_network(Path("small.toml"))
    assert (file.name, file.title, file.summary, file.article) == ("small", "A network", "What it shows.", "")
    assert file.samples == (Sample((0.6, -0.4), (1.0,)),)
    assert file.network == Network(
        layers=(
            Layer("tanh", ((0.5, -0.3), (-0.4, 0.5)), (0.1, -0.1)),
            Layer("sigmoid", ((0.4, -0.6),), (0.2,)),
        ),
        loss="bce",
    )
    assert all(isinstance(number, float) for number in (*file.samples[0].inputs, *file.samples[0].target))
    assert (file.input_range, file.parameter_range, file.target_range) == ((-2, 2), (-3, 3), (0, 1))


def test_several_samples_have_a_row_each() -> None:
    text = changed(NETWORK, "[0.6, -0.4]", "[[0.6, -0.4], [3.5, -0.0]]")
    text = changed(text, "target = [1]", "target = [[1], [0.25]]")
    Path("several.toml").write_text(text, encoding="utf-8")
    file = read_network(Path("several.toml"))
    assert file.samples == (Sample((0.6, -0.4), (1.0,)), Sample((3.5, -0.0), (0.25,)))
    assert file.input_range == (-2, 4), "the sliders reach all samples"
    text = changed(text, "[ranges]", "[ranges]\ninputs = [-1, 1]")
    assert complaint(read_network, text) == (
        "it.toml, line 8: 'ranges.inputs': found [-1, 1], expected a range that holds the network's own 3.5"
    )


def test_samples_may_be_too_many() -> None:
    rows = ", ".join(["[0.5, 0.5]"] * 5001)
    text = changed(NETWORK, "[0.6, -0.4]", f"[{rows}]")
    text = changed(text, "target = [1]", f"target = [{', '.join(['[1]'] * 5001)}]")
    assert complaint(read_network, text) == (
        "it.toml, line 4: 'inputs': found 5001 rows, expected 5000 at most"
    )


@pytest.mark.parametrize("mistake", mistakes("network"), ids=str)
def test_a_mistake_in_a_network(mistake: Mistake) -> None:
    expected = mistake.sentence
    for name, kind in (("activations", "activation"), ("losses", "loss")):
        known = plain_operations(kind)
        expected = expected.replace(f"<{name}>", choices("", known))
    expected = expected.replace(
        "<keys>",
        "title, summary, article, learning_rate, fixed, loss, reduction, layout, features, inputs, target, names, ranges, training or layers",
    )
    assert complaint(read_network, changed(NETWORK, mistake.old, mistake.new)) == expected


@pytest.mark.parametrize(
    ("bias", "sentence"),
    [
        ("1" * 5000, "it.toml: this is not TOML: a number in it is too long to be read"),
        ("[" * 5000, "it.toml: found lists nested too deeply, expected at most lists of lists"),
        (
            f"0x{'f' * 5000}",
            "it.toml, line 21: layer 2, 'biases', number 1: "
            "found an integer of more than 64 bits, expected a finite number",
        ),
    ],
    ids=["digits", "brackets", "hexadecimal digits"],
)
def test_a_bias_without_end(bias: str, sentence: str) -> None:
    assert complaint(read_network, changed(NETWORK, "[0.2]", f"[{bias}]")) == sentence


@pytest.mark.parametrize("mistake", mistakes("site"), ids=str)
def test_a_mistake_in_the_site(mistake: Mistake) -> None:
    Path("networks").mkdir()
    for name in ("one", "two"):
        Path(f"networks/{name}.toml").touch()
    assert complaint(read_site, changed(SITE, mistake.old, mistake.new)) == mistake.sentence


def test_a_site_becomes_a_record() -> None:
    Path("networks").mkdir()
    for name in ("one", "two", "three"):
        Path(f"networks/{name}.toml").touch()
    Path("site.toml").write_text(SITE, encoding="utf-8")
    site = read_site(Path("site.toml"))
    assert (site.opens, site.offered, site.learning_rate) == ("one", ("one", "two"), 0.5)


@pytest.mark.parametrize("read", [read_network, read_site, read_text])
def test_a_file_that_cannot_be_read(read: Callable[[Path], object]) -> None:
    assert (
        complaint(read, b"a = 1\nb = '\xff'\n")
        == "it.toml, line 2: found the byte 0xff, expected text in UTF-8"
    )
    for path, reason in (("none.toml", "No such file or directory"), (".", "Is a directory")):
        with pytest.raises(ContentError, match=rf"^{re.escape(path)}: cannot be read: {reason}$"):
            read(Path(path))


def test_a_path_is_shown_as_it_would_be_typed_here(tmp_path: Path) -> None:
    assert shown(Path("content/site.toml")) == "content/site.toml"
    assert shown(Path("../site.toml")) == "../site.toml"
    assert shown(tmp_path / "content" / "site.toml") == "content/site.toml"
    assert shown(tmp_path.parent / "site.toml") == str(tmp_path.parent / "site.toml")


def test_windows_line_ends_and_a_byte_order_mark_change_nothing() -> None:
    Path("it.toml").write_bytes(b"\xef\xbb\xbf" + NETWORK.replace("\n", "\r\n").encode())
    assert example_of(read_network(Path("it.toml"))).inputs == (0.6, -0.4)
    text = changed(NETWORK, "[0.2]", "[nan]").replace("\n", "\r\n")
    assert ", line 21: " in complaint(read_network, text)


@pytest.mark.parametrize(
    ("layers", "line"),
    [
        ("layers = [{activation = 'relu', weights = [[1, 1]], biases = [nan]}]", 10),
        ("[[layers]]\nactivation = 'relu'\n'weights' = [[1, 1]]\n\"biases\" = [nan]", 13),
        ("[[layers]]\nactivation = 'relu'\nweights = [\n# biases = [9]\n[1, 1]]\nbiases = [\n\nnan]", 15),
        (
            "[ranges]\ninputs = [0, 5]\n\n[[layers]]\nweights = [[1, 1]]\nbiases = [nan]\nactivation = 'relu'",
            15,
        ),
    ],
    ids=["in one line", "with quotes", "over several lines", "after a table"],
)
def test_the_line_is_that_of_the_key_however_the_file_is_written(layers: str, line: int) -> None:
    title = "title = '''\nbiases = [9]\n[[layers]]\n'''"
    head = [title, "summary = 'x'", "inputs = [1, 2]", "loss = 'mse'", "target = [1]", "", layers]
    found = complaint(read_network, "\n".join(head))
    assert found.startswith(f"it.toml, line {line}: layer 1, 'biases', number 1: found the number nan")


@pytest.mark.parametrize(
    ("target", "parameters", "expected"),
    [
        ("[0.5]", "[0.5, 0]", ((-2, 2), (-3, 3), (-2, 2))),
        ("[40]", "[-3.5, 7.2]", ((-2, 2), (-4, 8), (-2, 40))),
    ],
)
def test_a_range_that_is_not_stated_holds_the_values(target: str, parameters: str, expected: Any) -> None:
    text = f"""
        title = "t"
        summary = "s"
        loss = "mse"
        inputs = [1, -0.0]
        target = {target}
        [[layers]]
        activation = "identity"
        weights = [{parameters}]
        biases = [0]
    """
    Path("it.toml").write_text(text, encoding="utf-8")
    file = read_network(Path("it.toml"))
    assert (file.input_range, file.parameter_range, file.target_range) == expected
    assert str(file.samples[0].inputs[1]) == "-0.0", "a number keeps its sign"


# Whatever a file holds, it is either read or answered with a ContentError of one line.

FRAGMENTS = st.sampled_from(
    [
        *("[", "]", "[[", "]]", "=", '"', "'''", "\n", "\r", "#", ",", "{", "}", ".", "\0", "ŷ", "\\u0007"),
        *("nan", "-inf", "1e9", "0x1", "true", "1979-05-27", "'relu'", "layers", "[[layers]]", "[ranges]"),
        *("biases = [1]", "loss = 'mse'", "target = [40]"),
    ]
)
GARBAGE = st.one_of(st.text(max_size=8), FRAGMENTS)
EDITS = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 12), GARBAGE), min_size=1, max_size=4)


def read_or_complain(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    for read in (read_network, read_site):
        sentence = answer(functools.partial(read, path))[1]
        assert re.fullmatch(rf"({re.escape(shown(path))}(, line \d+)?(, column \d+)?: .+)?", sentence)


@given(content=st.binary(max_size=200))
def test_any_bytes_are_answered(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    read_or_complain(tmp_path_factory.getbasetemp() / "bytes.toml", content)


@settings(max_examples=300)
@given(edits=EDITS)
def test_any_change_of_a_network_is_answered(
    tmp_path_factory: pytest.TempPathFactory, edits: list[tuple[float, int, str]]
) -> None:
    text = NETWORK
    for position, length, inserted in edits:
        start = round(position * len(text))
        text = text[:start] + inserted + text[start + length :]
    read_or_complain(tmp_path_factory.getbasetemp() / "edited.toml", text.encode("utf-8", "surrogatepass"))


def test_what_no_step_moves(tmp_path: Path) -> None:
    """What a file names, and the biases of a layer that does without; else nobody says."""
    path = tmp_path / "it.toml"
    path.write_text(NETWORK, encoding="utf-8")
    assert read_network(path).fixed is None
    path.write_text(
        'fixed = ["w11"]\n' + NETWORK.replace("biases = [0.2]", "biases = false"), encoding="utf-8"
    )
    file = read_network(path)
    assert file.fixed == ("w11", "b3")
    assert file.network.layers[-1].biases == (0.0,)


# As books print it: weights for x·W, the number of a class (the numbers of worked examples are published)


BOOK = """\
title = "As printed"
summary = "Weights for x·W, a class as target."
loss = "cce"
layout = "in_out"
inputs = [16, -6]
target = 2

[[layers]]
activation = "relu"
weights = [[0.18, 0.04], [0.1, 0.22]]
biases = [0, 0]

[[layers]]
activation = "softmax"
weights = [[0.19, -0.1, 0.1], [-0.02, -0.01, 0.04]]
biases = [0, 0, 0]
"""


def test_weights_are_typed_for_x_times_w_and_a_class_as_its_number() -> None:
    """After CS231n, as printed: hidden 2.28 and 0, scores 0.4332, −0.228, 0.228, loss 1.051375468504."""
    Path("book.toml").write_text(BOOK, encoding="utf-8")
    file = read_network(Path("book.toml"))
    assert file.samples == (Sample((16, -6), (0, 0, 1)),)
    graph = build_graph(file.network)
    values = dict(
        zip(graph.index, map(float, forward(graph, leaf_values(file.network, file.samples[0]))), strict=True)
    )
    assert [values[name] for name in ("h1", "h2", "z3", "z4", "z5")] == pytest.approx(
        [2.28, 0, 0.4332, -0.228, 0.228]
    )
    assert f"{values['L']:.12f}" == "1.051375468504"


def test_a_class_for_each_sample() -> None:
    text = changed(
        changed(BOOK, "[16, -6]", "[[16, -6], [1, 2], [0, 0]]"), "target = 2", "target = [2, 0, 1]"
    )
    Path("book.toml").write_text(text, encoding="utf-8")
    assert [sample.target for sample in read_network(Path("book.toml")).samples] == [
        (0, 0, 1),
        (1, 0, 0),
        (0, 1, 0),
    ]


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("target = 2", "target = 3", "it.toml, line 6: 'target': found the number 3, expected a class from 0 to 2, or a number for each of 3 outputs"),
        ("target = 2", "target = true", "it.toml, line 6: 'target': found the boolean true, expected a list of numbers"),
        ('"in_out"', '"columns"', "it.toml, line 4: 'layout': found the text \"columns\", expected out_in or in_out"),
        ("[[0.18, 0.04], [0.1, 0.22]]", "[[0.18, 0.04]]", "it.toml, line 10: layer 1, 'weights': found 1 row, expected 2, one a source, because there are 2 inputs"),
        ("biases = [0, 0, 0]", "biases = [0, 0]", "it.toml, line 16: layer 2, 'biases': found 2 numbers, expected 3, one for each column of 'weights'"),
    ],
)  # fmt: skip
def test_a_mistake_in_what_is_printed_so(old: str, new: str, sentence: str) -> None:
    assert complaint(read_network, changed(BOOK, old, new)) == sentence


FLOWERS = """
title = "Flowers"
summary = "Their kinds."
data = "flowers.csv"
target = "kind"
loss = "{loss}"
[[layers]]
activation = "{activation}"
weights = {weights}
biases = false
"""


@pytest.mark.parametrize("folder", ["networks", "data"])
@pytest.mark.parametrize(
    ("activation", "loss", "weights", "targets"),
    [
        ("softmax", "cce", "[[1, 2], [0.5, 1]]", [(0.0, 1.0), (1.0, 0.0)]),
        ("sigmoid", "bce", "[[1, 2]]", [(1.0,), (0.0,)]),
        ("tanh", "hinge", "[[1, 2]]", [(1.0,), (-1.0,)]),
    ],
)
def test_samples_come_from_a_table(
    tmp_path: Path, folder: str, activation: str, loss: str, weights: str, targets: list[tuple[float, ...]]
) -> None:
    for each in ("networks", "data"):
        (tmp_path / each).mkdir()
    path = tmp_path / "networks" / "it.toml"
    path.write_text(FLOWERS.format(activation=activation, loss=loss, weights=weights), encoding="utf-8")
    table = tmp_path / folder / "flowers.csv"
    table.write_text("kind;length;width\nrose;1,5;2\nlily;-3;0\n", encoding="utf-8")
    file = read_network(path)
    assert [sample.inputs for sample in file.samples] == [(1.5, 2.0), (-3.0, 0.0)]
    assert [sample.target for sample in file.samples] == targets
    table.write_text("kind;length;width\nrose;1,5;2\nlily;x;0\n", encoding="utf-8")
    assert complaint(read_network, path.read_text(encoding="utf-8"), str(path)).endswith(
        "flowers.csv, line 3, column 2: found “x”, expected a number"
    )
    table.unlink()
    assert "'data': found 'flowers.csv', expected a file in " in complaint(
        read_network, path.read_text(encoding="utf-8"), str(path)
    )
