"""The shared cases, as data: lists in every file of tests/cases/expressions/formulas and …/refused.

A formula states its `text` (a list stands for lines), the numbers of its free names (`leaves`, in the order in which they
appear) and of its `constants`, and what is worked out by hand: `tree` has each computed node, in order, as operation and
parents; `values` and `gradients` are by name, exact but for rounding; JSON has no infinity and no NaN, so there these are
texts. A refused text states `code` and the line and column it is `at`, and what its sentence mentions.
"""

import json
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent.parent / "cases" / "expressions"

Case = dict[str, Any]

_KEYS = {
    "formulas": {"about", "text", "leaves", "constants", "tree", "symbols", "lines", "values", "gradients"},
    "refused": {"about", "text", "code", "at", "found", "expected"},
}


def read_cases(kind: str) -> list[Case]:
    """Every case of a kind, with `text` as one text."""
    cases = []
    for path in sorted((FOLDER / kind).glob("*.json")):
        for case in json.loads(path.read_text(encoding="utf-8")):
            unknown = case.keys() - _KEYS[kind]
            assert not unknown, f"{path.name}: {unknown} is not known"
            lines = case["text"]
            cases.append({**case, "text": lines if isinstance(lines, str) else "\n".join(lines)})
    return cases


FORMULAS = read_cases("formulas")
REFUSED = read_cases("refused")
