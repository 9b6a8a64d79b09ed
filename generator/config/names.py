"""Names of one's own for the quantities of a network, and parameters that several places share."""

import re
from collections.abc import Mapping
from dataclasses import replace

from generator.config.readers import a_text
from generator.engine.graph import Node
from generator.engine.network import PARAMETERS, Network, build_graph, parameters_of
from generator.engine.symbols import symbol_of
from generator.engine.tokens import GREEK, ascii_name
from generator.errors import choices
from generator.toml_file import Place

_NAME = re.compile(rf"[A-Za-z{''.join(GREEK)}][A-Za-z0-9_{''.join(GREEK)}]*", re.ASCII)
_LONGEST = 12
"""As it is written: alpha is one character."""


def a_name(place: Place) -> str:
    """A name as formulas have it, in ASCII."""
    text = a_text(place)
    name = ascii_name(text)
    if not _NAME.fullmatch(text) or len("".join(symbol_of(name))) > _LONGEST:
        raise place.error(
            place.described(),
            f"a name of {_LONGEST} characters at most: Latin or Greek letters, digits and _, a letter first",
        )
    return name


def names_of(place: Place) -> Mapping[str, str]:
    """A table of names, by those that the quantities have otherwise."""
    if not isinstance(place.value, dict):
        raise place.error(place.described(), "a table of names, such as w11 = 'w1'")
    return {key: a_name(place.at(key)) for key in place.value}


def with_names(network: Network, names: Mapping[str, str], root: Place) -> Network:
    """The network under these names, by those that its quantities have without them.

    Raises ContentError for a place that it has not, a name of two that cannot be one, and two numbers of what is one.
    """
    usual = build_graph(network)
    parameters = [node.name for node in usual.nodes if node.role in PARAMETERS]
    numbers = dict(zip(parameters, parameters_of(network), strict=True))
    for key in names:
        if key not in usual.index:
            raise (
                root.at("names")
                .at(key)
                .error("a name for what the network does not have", choices(key, usual.index))
            )
    owners: dict[str, Node] = {}
    # What keeps its name comes first, so that a clash is found where somebody has chosen.
    for node in sorted(usual.nodes, key=lambda node: node.name in names):
        name = names.get(node.name, node.name)
        other = owners.setdefault(name, node)
        if other is node:
            continue
        place = root.at("names").at(node.name)
        if node.role != other.role or node.role not in PARAMETERS:
            raise place.error(
                place.described(),
                f"another name, since {other.name} has this one: only weights, or biases, may share one",
            )
        if numbers[node.name] != numbers[other.name]:
            raise place.error(
                f"{numbers[node.name]:g} for {node.name} and {numbers[other.name]:g} for {other.name}",
                "one number, since both have this name and are one",
            )
    return replace(network, names=dict(names))
