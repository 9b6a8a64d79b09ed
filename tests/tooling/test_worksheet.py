"""`python -m generator worksheet`: a sheet with blanks and its key, the same for everyone with the same seed."""

from pathlib import Path

import numpy as np
import pytest
from bs4 import BeautifulSoup
from click.testing import CliRunner, Result

from generator import cli
from generator.config import read_network
from generator.engine.data import draw_samples, split_samples
from generator.engine.network import Network
from generator.engine.training import Training, TrainingSettings
from tests.example import Example
from tests.lesson.content import CONTENT, LEAVES, SITE, WORDS
from tests.lesson.expected import computed
from tests.lesson.test_seeds import PRINTED

OPENED = read_network(CONTENT / "networks" / f"{SITE['opens']}.toml")
TOOL = WORDS["tools"]["practice"]


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli.main, ["worksheet", *arguments])


def text_of(file: Path) -> str:
    return "".join(BeautifulSoup(file.read_text(encoding="utf-8"), "html.parser").get_text().split())


def test_a_sheet_with_blanks_and_its_key(tmp_path: Path) -> None:
    sheet = tmp_path / "sheet.html"
    result = run("--seed", "7", "--level", "3", "--output", str(sheet), "--answers")
    assert result.exit_code == 0, result.output
    key = tmp_path / "sheet-answers.html"
    assert [Path(line).name for line in result.output.split()] == ["sheet.html", "sheet-answers.html"]
    numbers = computed(PRINTED)
    answers = [
        f"{numbers.values['h1']:.4f}",
        f"{numbers.values['L']:.2f}",
        f"{abs(numbers.gradients['z3']):.4f}",
    ]
    assert [answer for answer in answers if answer in text_of(sheet)] == []
    assert [answer for answer in answers if answer not in text_of(key)] == []
    for file, title in ((sheet, TOOL["sheet_title"]), (key, TOOL["key_title"])):
        soup = BeautifulSoup(file.read_text(encoding="utf-8"), "html.parser")
        assert soup.title is not None
        assert title in soup.title.get_text()
        assert soup.find_all(["script", "img"]) == []
        assert "://" not in file.read_text(encoding="utf-8").replace("http://www.w3.org", "")


def test_without_a_seed_it_keeps_the_networks_own_numbers_and_says_what_it_is_about(tmp_path: Path) -> None:
    sheet = tmp_path / "sheet.html"
    assert run("--output", str(sheet)).exit_code == 0
    soup = BeautifulSoup(sheet.read_text(encoding="utf-8"), "html.parser")
    given = soup.find(id="sheet-1")
    assert given is not None
    written = "".join(given.get_text().replace("−", "-").split())
    assert [f"{number:g}" for number in LEAVES.values() if f"={number:g}" not in written] == []
    head = [soup.select_one(f".{name}") for name in ("sheet-title", "sheet-task")]
    assert [line.get_text() for line in head if line] == [OPENED.title, TOOL["sheet_task"]]
    assert soup.title is not None
    assert soup.title.get_text() == f"{TOOL['sheet_title']} · {OPENED.title}"
    assert len(soup.select(".blank-line > .to-work")) == len(soup.select(".blank-line")) > 5


def test_without_answers_there_is_no_key(tmp_path: Path) -> None:
    assert run("--seed", "7", "--output", str(tmp_path / "sheet.html")).exit_code == 0
    assert [file.name for file in tmp_path.iterdir()] == ["sheet.html"]


def test_one_seed_is_one_sheet(tmp_path: Path) -> None:
    files = [tmp_path / name for name in ("a.html", "b.html", "c.html")]
    for file, seed in zip(files, ("5", "5", "6"), strict=True):
        assert run("--seed", seed, "--output", str(file)).exit_code == 0
    a, b, c = (file.read_bytes() for file in files)
    assert a == b
    assert a != c


@pytest.mark.parametrize("name", ["meeting-paths", "flowers", "logistic"])
def test_any_network_or_formula(tmp_path: Path, name: str) -> None:
    network = CONTENT / "networks" / f"{name}.toml"
    result = run("--seed", "3", "--network", str(network), "--output", str(tmp_path / "sheet.html"))
    assert result.exit_code == 0, result.output


def test_a_mistake_is_one_sentence_and_nothing_is_written(tmp_path: Path) -> None:
    broken = tmp_path / "broken.toml"
    broken.write_text("title = 3", encoding="utf-8")
    result = run("--seed", "3", "--network", str(broken), "--output", str(tmp_path / "sheet.html"))
    assert result.exit_code == 2
    assert result.output.startswith("error: ")
    assert result.output.count("\n") == 1
    assert [file.name for file in tmp_path.iterdir()] == ["broken.toml"]


@pytest.mark.parametrize("seed", ["0", "-1", "1.5", "ten"])
def test_a_seed_is_a_whole_number_from_1(tmp_path: Path, seed: str) -> None:
    result = run("--seed", seed, "--output", str(tmp_path / "sheet.html"))
    assert result.exit_code == 2
    assert list(tmp_path.iterdir()) == []


def test_a_line_without_a_number_is_not_said_twice(tmp_path: Path) -> None:
    """At level 2 the step of h1 is worked, and its z1 is asked for: tanh(z1), with nothing to put in its place."""
    sheet = tmp_path / "sheet.html"
    assert run("--seed", "7", "--level", "2", "--output", str(sheet)).exit_code == 0
    soup = BeautifulSoup(sheet.read_text(encoding="utf-8"), "html.parser")
    step = soup.find(id="sheet-3")
    assert step is not None
    assert "".join(step.get_text().split()).count("tanh") == 1


CIRCLES = CONTENT / "networks" / "circles.toml"


def update_sheet(tmp_path: Path, *arguments: str) -> list[BeautifulSoup]:
    sheet = tmp_path / "sheet.html"
    result = run("--network", str(CIRCLES), "--output", str(sheet), "--answers", *arguments)
    assert result.exit_code == 0, result.output
    return [
        BeautifulSoup(file.read_text(encoding="utf-8"), "html.parser")
        for file in (sheet, tmp_path / "sheet-answers.html")
    ]


@pytest.mark.parametrize(("level", "asked"), [("1", 1), ("2", 2), ("3", 3)])
def test_a_sheet_about_an_update_of_training(tmp_path: Path, level: str, asked: int) -> None:
    """Of plain descent, whose lines are the mean, the move and the new value; the numbers are NumPy's."""
    sheet, key = update_sheet(tmp_path, "--update", "7", "--parameter", "w21", "--level", level)
    file = read_network(CIRCLES)
    data = draw_samples("circles", seed=1, count=200, noise=0.05)
    learned, _ = split_samples(200, 0.2, seed=1)
    x, y = (np.array([data[k][part] for k in learned], dtype=float) for part in (0, 1))
    network = file.subject
    assert isinstance(network, Network)
    graph = Example((0.0, 0.0), (0.0,), network.layers, "bce")
    assert file.learning_rate is not None
    settings = TrainingSettings("gradient_descent", file.learning_rate, batch=10)
    training = Training(graph.graph, graph.leaves, x, y[:, np.newaxis], settings)
    for _ in range(6):
        training.update()
    k = training.names.index("w21")
    before, rows = training.parameters[k], training.rows(7)
    mean = training.loss_and_gradient(rows)[1][k]
    results = [mean, file.learning_rate * mean, before - file.learning_rate * mean]
    lines = [soup.select(".step-list > li") for soup in (sheet, key)]
    assert [bool(line.select(".blank-line")) for line in lines[0]] == [False] * (3 - asked) + [True] * asked
    for line, result in zip(lines[1], results, strict=True):
        number = line.select("span.number")[0].get_text()
        assert float(number.replace("−", "-")) == pytest.approx(result, rel=2e-3, abs=1e-5)
    # What is asked stands nowhere after its question, and who rounds on the way as asked comes to the last answer.
    answer = key.select(".step-list > li")[-1].find("strong")
    assert answer is not None
    for blank, solved in zip(lines[0][3 - asked :], lines[1][3 - asked :], strict=True):
        found = solved.select("span.number")[0].get_text()
        assert not any(found in line.get_text() for line in (blank, *lines[0][4 - asked :]))
    gradients = [cell.get_text() for cell in sheet.select("td.gradient")]
    assert len(gradients) == 10
    on_paper = sum(float(gradient.replace("−", "-")) for gradient in gradients) / 10
    assert before - round(file.learning_rate * on_paper, 5) == pytest.approx(
        float(answer.get_text().replace("−", "-")), abs=0.0101
    )
    assert sheet.find_all(["button", "a", "script"]) == []


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--update", "5", "--seed", "3"), "--update: found it beside --seed; expected one of them"),
        (("--update", "5", "--sample", "1"), "--update: found it beside --sample; expected one of them"),
        (("--parameter", "w11"), "--parameter: found it without --update"),
        (("--update", "5", "--parameter", "w99"), "--parameter: found 'w99', expected "),
    ],
)
def test_what_no_sheet_about_an_update_can_be_made_of(
    tmp_path: Path, arguments: tuple[str, ...], sentence: str
) -> None:
    result = run("--network", str(CIRCLES), "--output", str(tmp_path / "sheet.html"), *arguments)
    assert result.exit_code == 2
    assert result.output.startswith(f"error: {sentence}")
    assert result.output.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_an_update_that_a_network_cannot_make(tmp_path: Path) -> None:
    far = tmp_path / "far.toml"
    line = (
        'title = "Line"\nsummary = "Too far."\nloss = "mse"\ninputs = [0.5]\ntarget = [0.5]\nlearning_rate = 4\n'
        '[training]\ndata = "line"\nbatch = 0\n'
        '[[layers]]\nactivation = "identity"\nweights = [[-0.8]]\nbiases = [0.5]\n'
    )
    far.write_text(line, encoding="utf-8")
    for network, found in (
        (CONTENT / "networks" / "logistic.toml", "found nothing to train it with"),
        (far, "--update: found 5000, expected one from 1 to "),
    ):
        result = run("--update", "5000", "--network", str(network), "--output", str(tmp_path / "sheet.html"))
        assert result.exit_code == 2
        assert found in result.output
        assert [file.name for file in tmp_path.iterdir()] == ["far.toml"]
