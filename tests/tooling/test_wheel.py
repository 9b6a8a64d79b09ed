"""The wheel, installed in an environment of its own, as a stranger would use it: nothing of the checkout is near."""

import os
import subprocess
import sys
import sysconfig
from pathlib import Path
from zipfile import ZipFile

import pytest
from hatchling.builders.wheel import WheelBuilder

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    (path,) = WheelBuilder(str(ROOT)).build(directory=str(folder), versions=["standard"])
    return Path(path)


@pytest.fixture(scope="module")
def backprop(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The installed command; what the wheel needs is lent by the tests' own environment, so that nothing is fetched."""
    folder = tmp_path_factory.mktemp("installed")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
    pip = [sys.executable, "-m", "pip", "--python", str(folder), "--disable-pip-version-check", "-qq"]
    subprocess.run([*pip, "install", "--no-index", "--no-deps", wheel], check=True)
    scheme = sysconfig.get_paths(vars={"base": str(folder), "platbase": str(folder)})
    (Path(scheme["purelib"]) / "lent.pth").write_text(sysconfig.get_paths()["purelib"], encoding="utf-8")
    return Path(scheme["scripts"]) / "backprop"


def run(backprop: Path, folder: Path, *arguments: str, expected: int = 0) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    process = subprocess.run(
        [backprop, *arguments],
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        check=False,
        env={**environment, "PYTHONUTF8": "1"},
    )
    assert process.returncode == expected, process.stderr
    return process


def test_the_wheel_has_what_a_page_is_made_of_and_no_more(wheel: Path) -> None:
    names = set(ZipFile(wheel).namelist())
    inside = {
        name.removeprefix("generator/assets/") for name in names if name.startswith("generator/assets/")
    }

    def files(*folders: str) -> set[str]:
        paths = (path for folder in folders for path in (ROOT / folder).rglob("*"))
        return {path.relative_to(ROOT).as_posix() for path in paths if path.is_file()}

    assert inside == {
        name for name in files("content", "starter", "templates") if not name.startswith("templates/scripts/")
    }
    assert {"generator/reload.js", "generator/py.typed"} <= names
    assert not any(name.startswith(("tests/", "build/", "docs/")) for name in names)
    assert wheel.stat().st_size < 1_500_000


def test_from_an_empty_folder_to_a_page_of_ones_own(backprop: Path, tmp_path: Path) -> None:
    assert "backprop new my-lesson" in " ".join(run(backprop, tmp_path, "--help").stdout.split())
    run(backprop, tmp_path, "new", "my-lesson")
    lesson = tmp_path / "my-lesson"
    assert "agree" in run(backprop, lesson, "build").stdout
    page = (lesson / "build" / "index.html").read_text(encoding="utf-8")
    assert "<h1>My lesson</h1>" in page
    assert "A first network" in page
    # By hand: z1 = 0.8·0.5 + 0.4·1 + 0.1 = 0.9, and tanh 0.9 = 0.7163.
    assert "0.7163" in run(backprop, lesson, "trace").stdout
    run(backprop, lesson, "worksheet", "--output", "sheet.html")
    assert (lesson / "sheet.html").is_file()
    (lesson / "networks" / "first.toml").write_text("loss = 1", encoding="utf-8")
    mistake = run(backprop, lesson, "build", expected=2).stderr
    assert (
        mistake
        == "error: networks/first.toml: found no 'title', expected the network's name in a few words\n"
    )


def test_without_a_site_it_has_the_lesson_that_comes_with_it(backprop: Path, tmp_path: Path) -> None:
    run(backprop, tmp_path, "build")
    checkout = [sys.executable, "-m", "generator", "build", "--output", str(tmp_path / "ours.html")]
    subprocess.run(checkout, cwd=ROOT, check=True, capture_output=True)
    assert (tmp_path / "build" / "index.html").read_bytes() == (tmp_path / "ours.html").read_bytes()
