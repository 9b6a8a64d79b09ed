"""When `make mutants` says that a test has noticed a mistake: it fails with it, twice, and passes without it."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.mutants.noticing import who_notices

ROOT = Path(__file__).resolve().parents[2]


class Tests:
    """What each test does with the mistake, run after run, and without it: True where it fails. Its last answer stays."""

    __test__ = False

    def __init__(self, wrong: dict[str, Sequence[bool]], clean: Sequence[str] = ()) -> None:
        self.wrong = {name: list(answers) for name, answers in wrong.items()}
        self.clean = clean

    def _fails(self, name: str) -> bool:
        answers = self.wrong[name]
        return answers.pop(0) if len(answers) > 1 else answers[0]

    def first_failure(self, *, alone: str = "", without: Sequence[str] = (), seconds: float) -> str | None:
        assert seconds > 0
        asked = [alone] if alone else [name for name in self.wrong if not name or name not in without]
        return next((name for name in asked if self._fails(name)), None)

    def fails_clean(self, test: str) -> bool:
        return test in self.clean


@pytest.mark.parametrize(
    ("tests", "who", "passed_over"),
    [
        pytest.param(Tests({"a": [False], "b": [True]}), "b", [], id="it notices"),
        pytest.param(Tests({"a": [False]}), None, [], id="nobody does"),
        pytest.param(Tests({"a": [True]}, clean=["a"]), None, ["a"], id="it is red anyway"),
        pytest.param(Tests({"a": [True, False]}), None, ["a"], id="it was the load"),
        pytest.param(
            Tests({"a": [True], "b": [True, False], "c": [True]}, clean=["a"]),
            "c",
            ["a", "b"],
            id="the others go on",
        ),
        pytest.param(Tests({"": [True]}), "", [], id="none can begin"),
    ],
)
def test_who_notices(tests: Tests, who: str | None, passed_over: list[str]) -> None:
    passed: list[str] = []
    assert who_notices(tests, passed, seconds=9) == who
    assert passed == passed_over


def test_what_fails_though_it_is_passed_over_ends_the_run() -> None:
    with pytest.raises(RuntimeError, match="now and then"):
        who_notices(Tests({"": [True, False, True, False]}), [], seconds=9)


SMALL = {
    "wrong.py": "STEP = 2  # is 1 without the mistake\n",
    "tests/test_all.py": """
        import time
        from pathlib import Path
        from wrong import STEP

        def test_red(): assert STEP == 3
        def test_well(): assert STEP
        def test_notices(): assert STEP == 1
        def test_never_ends():
            while STEP == 2: time.sleep(0.1)
    """,
}

ASKED = """
import json, sys
from pathlib import Path
sys.path.insert(0, "{root}")
from tests.mutants.running import Runner

Path("scratch").mkdir()
runner = Runner(Path.cwd(), Path("scratch").resolve())
def ask(seconds=20, **asked):
    return runner.first_failure(("tests",), "not browser", seconds=seconds, **asked)

module = "tests/test_all.py::"
print(json.dumps({{
    "first": ask(),
    "without": ask(without=[module + "test_red"]),
    "alone": ask(alone=module + "test_well"),
    "endless": ask(seconds=2, alone=module + "test_never_ends"),
}}))
Path("wrong.py").write_text("STEP = 1 +")
print(json.dumps(ask()))
"""


def test_tests_are_run_in_a_copy(tmp_path: Path) -> None:
    for name, text in SMALL.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text.replace("\n        ", "\n"), encoding="utf-8")
    (tmp_path / "pytest.ini").write_text("[pytest]\nmarkers = browser\n", encoding="utf-8")
    order = tmp_path / "tests" / "mutants" / "order.py"
    order.parent.mkdir()
    order.write_bytes((ROOT / "tests" / "mutants" / "order.py").read_bytes())
    process = subprocess.run(
        [sys.executable, "-c", ASKED.format(root=ROOT)],
        env={**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert process.returncode == 0, process.stderr
    asked, unread = map(json.loads, process.stdout.splitlines())
    module = "tests/test_all.py"
    assert asked == {
        "first": f"{module}::test_red",
        "without": f"{module}::test_notices",
        "alone": None,
        "endless": f"{module}::test_never_ends",
    }
    assert unread == module


def test_where_tests_do_the_same_every_time_one_is_believed_that_has_noticed_a_mistake() -> None:
    trusted: set[str] = set()
    assert who_notices(Tests({"a": [True, False]}), [], 9, trusted) is None
    assert trusted == set()
    assert who_notices(Tests({"a": [True]}), [], 9, trusted) == "a"
    assert trusted == {"a"}
    assert who_notices(Tests({"a": [True, False]}), [], 9, trusted) == "a"
