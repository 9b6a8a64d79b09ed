"""Every program that can be taken along computes what it asserts, run by what it is written for."""

import json
import re
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

import pytest

from generator.config import Formula
from tests.taking.programs import CASES, program

RECORDED = Path(__file__).parent / "torch_has_run.json"
NUMBER = re.compile(r"-?\d+\.\d+(?:e[+-]?\d+)?")


def fingerprint(text: str) -> str:
    """The same on every machine: the last digits may be others."""
    return sha256(NUMBER.sub(lambda found: f"{float(found[0]):.8g}", text).encode()).hexdigest()[:16]


def run(text: str) -> None:
    exec(compile(text, "program.py", "exec"), {"__name__": "__main__"})  # noqa: S102 - what we have written ourselves


@pytest.mark.parametrize("language", ["python", "numpy", "jax"])
@pytest.mark.parametrize("case", CASES)
def test_it_runs_and_its_asserts_hold(case: str, language: str) -> None:
    text = program(CASES[case], language)
    assert "assert" in text
    run(text)


@pytest.mark.parametrize("language", ["python", "numpy"])
def test_a_slope_whose_square_is_none_is_computed(language: str) -> None:
    """1e-200 squared is 0."""
    run(program(Formula("a/b + b/a", {"a": 1e-200, "b": 3e-200}), language))


@pytest.mark.parametrize("case", CASES)
def test_pytorch_has_run_it(case: str) -> None:
    """PyTorch is large: where it is not installed, the text is one that it has run (tests/taking/record.py)."""
    text = program(CASES[case], "torch")
    if find_spec("torch"):
        run(text)
    assert json.loads(RECORDED.read_text(encoding="utf-8"))[case] == fingerprint(text)


@pytest.mark.parametrize("language", ["python", "numpy", "jax"])
@pytest.mark.parametrize("case", ["tanh, bce, 2", "gelu, mse", "every sign"])
def test_a_wrong_number_is_noticed(case: str, language: str) -> None:
    lines = program(CASES[case], language).splitlines()
    asserts = [k for k, line in enumerate(lines) if "assert" in line and NUMBER.search(line.split("rtol")[0])]
    for k in (asserts[0], asserts[-1]):
        head = lines[k]
        wrong = NUMBER.sub(lambda found: repr(float(found[0]) + 1e-6), head, count=1)
        with pytest.raises(AssertionError):
            run("\n".join([*lines[:k], wrong, *lines[k + 1 :]]))
