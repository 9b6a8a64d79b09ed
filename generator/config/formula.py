"""A file whose subject is a formula -> its record."""

from collections.abc import Mapping
from pathlib import Path

from generator.config.head import HEAD
from generator.config.ranges import INPUT_RANGE, PARAMETER_RANGE, RANGES, TARGET_RANGE, reach
from generator.config.readers import Key, a_number, a_table_of_numbers, a_text, table_of
from generator.config.records import Formula, NetworkFile
from generator.config.training import fixed_names
from generator.engine.expression import ExpressionError, parse_expression
from generator.errors import choices
from generator.toml_file import Place

_FORMULA = {
    **HEAD,
    "formula": Key(a_text, "a formula"),
    "values": Key(a_table_of_numbers, "a table with a number for each name of the formula"),
    "ranges": Key(table_of({"parameters": RANGES["parameters"]}), "a table", required=False),
}


def read_formula(path: Path, root: Place, faults: Mapping[str, str]) -> NetworkFile:
    """The record; `faults` are the sentences of what can be wrong with a formula, by the codes of ExpressionError."""
    found = table_of(_FORMULA)(root)
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
    numbers = {name: a_number(values.at(name)) for name in names}
    return NetworkFile(
        name=path.stem,
        title=found["title"],
        summary=found["summary"],
        article=found.get("article", ""),
        subject=Formula(found["formula"], numbers),
        samples=(),
        input_range=INPUT_RANGE,
        parameter_range=reach(root, found.get("ranges", {}), "parameters", numbers.values(), PARAMETER_RANGE),
        target_range=TARGET_RANGE,
        learning_rate=found.get("learning_rate"),
        fixed=fixed_names(root, found, names),
    )
