"""One word for one thing, spelled as the field spells it, in everything that is written for readers.

What is code stays as it is: between backticks and fences, in formulas, links and tags, and in the keys of TOML files.
"""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[3]
MARKDOWN = [
    *(ROOT / "content").rglob("*.md"),
    ROOT / "README.md",
    *(ROOT / "docs").rglob("*.md"),
    ROOT / "CHANGELOG.md",
]
TOML = [*(ROOT / "content").rglob("*.toml")]
CODE = re.compile(
    r"^[ ]*(?P<fence>```|~~~)[\s\S]*?^[ ]*(?P=fence)[ ]*$"  # fenced
    r"|(?P<ticks>`+)(?:(?!\n\n)[\s\S])+?(?P=ticks)"  # in a line
    r"|\$\$[\s\S]*?\$\$|(?<!\\)\$(?:[^$\n]|\n(?!\n))*?(?<!\\)\$"  # mathematics
    r"|(?<=\])\([^)\s]*\)|\[\[[^\]]*\]\]|</?[a-z][^>]*>",  # addresses, live values and figures, tags
    re.MULTILINE,
)
# Not for readers, or a text that is typed as it stands.
KEYS_OF_CODE = {
    "formula",
    "article",
    "loss",
    "activation",
    "opens",
    "offered",
    "language",
    "keys",
    "example",
    "data",
}

# What is not written, and what is written instead.
RULES = {
    r"(?<!-)\brelus?\b|\bReLu\b|\bRelu\b|\bRELU\b": "ReLU",
    r"\belu\b|\bElu\b": "ELU",
    r"\bgelu\b|\bGelu\b|\bGeLU\b": "GELU",
    r"\bsilu\b|\bSilu\b|\bSILU\b": "SiLU",
    r"\b(mse|bce|mae|cce)\b": "MSE, BCE, MAE, CCE",
    r"\b[Dd]erivatives? by (?!hand)|\b[Gg]radients? by (?!layer|hand|its)|\b[Ss]lopes? by (?!layer)|^By (the|its) ": "with respect to",
    r"\b(formed|made|computed|done) alike\b|\bin the same way\b|\bin like manner\b": "the same way",
    r"\b[Nn]umbers for (the|a) class\b": "seed",
    r"'": "’",
    r"[\"„]": "“ or ”",
    r"\bfrom above\b": "upstream",
    r"\bfar end\b|\bnear end\b|\bwhat it lacks to\b|\bfingerprints?\b|\bserves every\b": "a sentence that is read once",
    r"\b[Hh](?:old|olds|eld) (?:it |them |the \w+ )?against\b": "compare with",
    r"\b[Cc]heck(?:s|ed)? (?:all|every|the) gradients?\b": "compare: a difference quotient proves nothing",
    r"\b[Bb]ackprop\b(?!\.)": "backpropagation",
    r"\bback-propagation\b|\bpreactivation\b|\bcross entropy\b|\bsoft-?max loss\b": "the usual spelling",
    r"(?<=\s)-(?=\d)": "−",
    r"\.\.\.": "…",
}


def prose_of_markdown(path: Path) -> str:
    """The text with its code blanked out, line for line."""
    text = path.read_text(encoding="utf-8")
    text = re.sub(
        r'^((?:!!!|\?\?\?)\+? \w+) "(.*)"$', r"\1  \2 ", text, flags=re.MULTILINE
    )  # a box and its title
    return CODE.sub(lambda code: re.sub(r"[^\n]", " ", code[0]), text)


def strings_of(table: Any, key: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(table, dict):
        for name, inner in table.items():
            if name not in KEYS_OF_CODE:
                yield from strings_of(inner, f"{key}.{name}".lstrip("."))
    elif isinstance(table, list):
        for inner in table:
            yield from strings_of(inner, key)
    elif isinstance(table, str):
        yield key, re.sub(r"\{[\w.]+\}", "{}", table)


def prose() -> Iterator[tuple[str, str]]:
    """Every line that is written for readers, and where it stands."""
    for path in MARKDOWN:
        for number, line in enumerate(prose_of_markdown(path).split("\n"), start=1):
            yield f"{path.relative_to(ROOT)}, line {number}", line
    for path in TOML:
        for key, text in strings_of(tomllib.loads(path.read_text(encoding="utf-8"))):
            yield f"{path.relative_to(ROOT)}, {key}", text


@pytest.mark.parametrize(("refused", "wanted"), RULES.items(), ids=RULES.values())
def test_one_spelling_for_one_thing(refused: str, wanted: str) -> None:
    found = [
        f"{place}: {match[0]!r} in {line.strip()!r}"
        for place, line in prose()
        for match in re.finditer(refused, line)
    ]
    assert found == [], f"write {wanted}"


def test_the_rules_find_what_they_refuse() -> None:
    wrong = {
        "A dead relu", "elu bends", "the gelu", "a silu", "the mse", "the derivative by x", "formed alike",
        "Numbers for the class", "a node's value", 'say "no"', "arrives from above", "the far end",
        "hold it against", "Check all gradients", "Backprop", "cross entropy", "x is -3", "and so on ...",
    }  # fmt: skip
    for text in wrong:
        assert any(re.search(rule, text) for rule in RULES), text
    right = "ReLU, the slope with respect to x: a node’s value is −3, “held” by `relu`…"
    assert not any(re.search(rule, CODE.sub("", right)) for rule in RULES)


# --- headings: the first word and names begin with a capital letter, nothing else does

NAMES = {
    "Backpropagation", "Visualizer", "XOR", "ReLU", "ReLUs", "ELU", "GELU", "SiLU", "MSE", "BCE", "MAE", "CCE", "ReLU’s",
    "JavaScript", "Python", "NumPy", "PyTorch", "TOML", "Markdown", "JAX", "GitHub", "L", "Unreleased", "HTML", "JSON",
    "CSV", "SVG", "Jupyter", "ONNX", "Keras", "URL", "TensorFlow", "Playground",
}  # fmt: skip


def headings() -> Iterator[tuple[str, str]]:
    for path in MARKDOWN:
        text = prose_of_markdown(path)
        for match in re.finditer(r"^#+ (?P<words>.*)$", text, re.MULTILINE):
            line = text.count("\n", 0, match.start()) + 1
            yield f"{path.relative_to(ROOT)}, line {line}", match["words"]
    for path in TOML:
        for key, text in strings_of(tomllib.loads(path.read_text(encoding="utf-8"))):
            if key.split(".")[-1] in ("title", "gradient", "value") and (key == "title" or "." in key):
                yield f"{path.relative_to(ROOT)}, {key}", text


def test_headings_are_in_one_case() -> None:
    capital = re.compile(r"(?<![.:?!] )(?<!^)\b[A-Z][\w’]*")
    wrong = [
        f"{place}: {words}"
        for place, words in headings()
        for word in capital.findall(words)
        if word not in NAMES
    ]
    assert wrong == []
