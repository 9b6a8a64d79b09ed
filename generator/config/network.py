"""content/networks/*.toml: one network of layers or one formula a file."""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from generator.config.formula import read_formula
from generator.config.layers import read_layers
from generator.config.records import NetworkFile
from generator.errors import choices
from generator.toml_file import Place, parse_toml, read_toml, shown


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
    return read_layers(path, parse_toml(path, text))


def parse_subject(path: Path, text: str, faults: Mapping[str, str] = MappingProxyType({})) -> NetworkFile:
    """The network or formula in a text that is to stand in `path`. Raises ContentError."""
    return _subject(path, parse_toml(path, text), faults)


def _subject(path: Path, root: Place, faults: Mapping[str, str]) -> NetworkFile:
    return read_formula(path, root, faults) if "formula" in root.value else read_layers(path, root)
