"""A formula in a network's file: what is read, and the one sentence that a mistake gets."""

from pathlib import Path

import pytest

from generator.config import Formula, read_network
from generator.errors import ContentError
from tests.lesson.content import WORDS

FILE = """\
title = "A parabola"
summary = "One name."
formula = '''
u = w*x
L = (u - y)^2
'''

[values]
w = 2
x = 0.5
y = 3
"""


def read(folder: Path, text: str = FILE) -> Formula:
    path = folder / "it.toml"
    path.write_text(text, encoding="utf-8")
    subject = read_network(path, WORDS["expression"]).subject
    assert isinstance(subject, Formula)
    return subject


def test_the_text_and_the_numbers_in_the_order_of_the_formula(tmp_path: Path) -> None:
    subject = read(tmp_path, FILE.replace("w = 2\nx = 0.5\n", "x = 0.5\nw = 2\n"))
    assert subject.text == "u = w*x\nL = (u - y)^2"
    assert list(subject.values.items()) == [("w", 2.0), ("x", 0.5), ("y", 3.0)]


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("(u - y)^2", "(u - y", "line 3: 'formula', line 2, column 5: found “(” that is never closed, expected its partner after it"),
        ("w*x", "w*$", "line 3: 'formula', line 1, column 7: found “$”, expected a number, a name, an operator or a parenthesis"),
        ("y = 3\n", "", "line 8: 'values': found no 'y', expected a number for each name of the formula"),
        ("y = 3", "y = 3\nq = 1", "line 12: 'values.q': found a number, expected a name of the formula: w, x or y"),
        ("y = 3", 'y = "3"', "line 11: 'values.y': found the text \"3\", expected a number"),
        ("[values]", "[ranges]\nparameters = [0, 1]\n[values]", "line 9: 'ranges.parameters': found [0, 1], expected a range that holds the network's own 3"),
        ("[values]", "[ranges]\ninputs = [0, 1]\n[values]", "line 9: 'ranges.inputs': found an unknown key, expected parameters"),
        ("[values]", "loss = 1\n[values]", "line 8: 'loss': found an unknown key, expected title, summary, article, learning_rate, fixed, formula, values or ranges"),
        ("formula =", "formula = 3 #", "line 3: 'formula': found the number 3, expected a text that is not empty"),
    ],
)  # fmt: skip
def test_a_mistake_gets_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, old: str, new: str, sentence: str
) -> None:
    monkeypatch.chdir(tmp_path)
    text = FILE.replace(old, new)
    if new.startswith("formula = 3"):
        text = text.replace("formula = 3 # '''\nu = w*x\nL = (u - y)^2\n'''", "formula = 3")
    with pytest.raises(ContentError) as caught:
        read(Path(), text)
    assert str(caught.value) == f"it.toml, {sentence}"
