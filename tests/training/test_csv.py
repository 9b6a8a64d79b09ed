"""Samples as CSV: what is read, what is refused and where, the same in both languages."""

from typing import Any

import pytest

from generator.formats.csv import SENTENCES, CsvError, read_csv
from generator.script import Script

READ: dict[str, tuple[str, dict[str, Any]]] = {
    "plain": (
        "x1,x2,y\n1,2,0\n-3,4.5,1\n",
        {"names": ["x1", "x2"], "target": "y", "inputs": [[1, 2], [-3, 4.5]], "labels": [0, 1], "classes": []},
    ),
    "a mark of the byte order, semicolons, decimal commas, another minus, Windows": (
        "\ufeffwidth;height;kind\r\n1,5;−2;cat\r\n.5;1e3;dog\r\n",
        {"names": ["width", "height"], "target": "kind", "inputs": [[1.5, -2], [0.5, 1000]], "labels": [0, 1], "classes": ["cat", "dog"]},
    ),
    "tabs, blank lines, a target in the middle": (
        "a\tlabel\tb\n\n1\tyes\t2\n\n3\tno\t4\n",
        {"names": ["a", "b"], "target": "label", "inputs": [[1, 2], [3, 4]], "labels": [1, 0], "classes": ["no", "yes"]},
    ),
    "quotes with commas and quotes in them": (
        'a,"the, kind"\n1,"x ""y"""\n2,z\n',
        {"names": ["a"], "target": "the, kind", "inputs": [[1], [2]], "labels": [0, 1], "classes": ['x "y"', "z"]},
    ),
}  # fmt: skip

REFUSED = {
    "": "line 1, column 1: found no samples, expected a line with names of columns, then a sample a line",
    "a,b\n": "line 1, column 1: found no samples, expected a line with names of columns, then a sample a line",
    "a\n1\n": "line 1, column 1: found one column, expected two or more, parted by commas, semicolons or tabs",
    "1,2\n3,4\n": "line 1, column 1: found the number 1, expected the name of a column: the first line has names",
    "a,a\n1,2\n": "line 1, column 2: found the name “a” again, expected another",
    "a,\n1,2\n": "line 1, column 2: found no name of a column, expected one",
    "a,b\n1,2,3\n": "line 2, column 3: found 3 cells, expected 2",
    "a,b\n1,2\n\n3\n": "line 4, column 1: found 1 cells, expected 2",
    "a,b,c\n1,,0\n": "line 2, column 2: found an empty cell, expected a number",
    "a,b\n1,\n": "line 2, column 2: found an empty cell, expected a number",
    "a,b\nten,2\n": "line 2, column 1: found “ten”, expected a number",
    "a,b\nNaN,2\n": "line 2, column 1: found “NaN”, expected a number",
    "a,b\n1e999,2\n": "line 2, column 1: found “1e999”, expected a number",
    "a,b\n1,x\n2,3\n": "line 3, column 2: found “3”, expected a word, as in the lines above",
    "a,b\n1,2\n2,x\n": "line 3, column 2: found “x”, expected a number, as in the lines above",
    "a,b\n1,x\n2,x\n": "line 2, column 2: found one class, “x”, in all samples, expected two or more",
    'a,b\n"1,2\n': 'line 2, column 1: found a quote that is never closed, expected “"” after it',
    "a," + ",".join(f"b{k}" for k in range(16)) + "\n": None,
}


@pytest.mark.parametrize(("text", "expected"), READ.values(), ids=READ)
def test_both_languages_read_it(text: str, expected: dict[str, Any], script: Script) -> None:
    table = read_csv(text)
    ours = {
        "names": list(table.names),
        "target": table.target,
        "inputs": [list(row) for row in table.inputs],
        "labels": list(table.labels),
        "classes": list(table.classes),
    }
    assert ours == expected
    assert script.call("readCsv", text) == {"table": expected}
    assert (
        script.call("readCsv", script.call("writeCsv", expected), expected["target"])["table"]["inputs"]
        == expected["inputs"]
    )


@pytest.mark.parametrize("text", REFUSED)
def test_both_languages_refuse_it_where_it_is_wrong(text: str, script: Script) -> None:
    with pytest.raises(CsvError) as refused:
        read_csv(text)
    fault = script.call("readCsv", text)["fault"]
    sentence = SENTENCES[fault["code"]].format(found=fault["found"], expected=fault["expected"])
    assert f"line {fault['line']}, column {fault['column']}: {sentence}" == str(refused.value)
    if REFUSED[text] is not None:
        assert str(refused.value) == REFUSED[text]


def test_too_much_is_refused() -> None:
    with pytest.raises(CsvError, match="found more than 5000 samples"):
        read_csv("a,b\n" + "1,2\n" * 5001)
    with pytest.raises(CsvError, match="line 1, column 17: found 18 columns, expected at most 16"):
        read_csv(",".join(f"a{k}" for k in range(18)) + "\n1\n")
    with pytest.raises(CsvError, match="found no column “z”, expected one of a, b"):
        read_csv("a,b\n1,2\n", target="z")


def test_a_million_rows_are_refused_at_once(script: Script) -> None:
    """What comes after the first that is too many is not read: a quote there that is never closed is no fault."""
    text = "a,b\n" + "1,2\n" * 1_000_000 + '"'
    with pytest.raises(CsvError, match="line 5002, column 1: found more than 5000 samples"):
        read_csv(text)
    fault = script.call("readCsv", text)["fault"]
    assert (fault["code"], fault["line"]) == ("many_rows", 5002)
