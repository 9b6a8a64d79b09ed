"""The README, what stands in docs/, CONTRIBUTING and CHANGELOG are true: what they name exists, what they show works."""

import re
import shlex
import struct
import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import pytest
from click.testing import CliRunner
from playwright.sync_api import expect

from generator.article import Reference
from generator.article.writer import render_article
from generator.cli import main
from generator.config import Formula, read_network
from generator.engine.expression import parse_expression
from generator.engine.graph import LEAF, forward
from generator.engine.network import build_graph
from generator.engine.operations.table import OPS
from generator.errors import ContentError
from generator.script import Script
from tests.browser import OpenPage
from tests.bundled import bundled
from tests.example import example_of
from tests.find_browser import OLDEST
from tests.lesson.in_v8 import data_of
from tests.project import CONTENT

ROOT = Path(__file__).resolve().parent.parent
NAMES = (
    "README.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    *sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "docs").glob("*.md")),
)
DOCUMENTS = {name: (ROOT / name).read_text(encoding="utf-8") for name in NAMES}
README = DOCUMENTS["README.md"]
NETWORKS = DOCUMENTS["docs/networks-and-formulas.md"]
WRITING = DOCUMENTS["docs/writing.md"]
HOSTING = DOCUMENTS["docs/hosting-and-embedding.md"]

INVENTED = {
    "icon.png",
    "rain.toml",
    "rain.html",
    "rain.md",
    "tests/browsers/screenshots",
    "tests/gallery/shots/index.html",
}
INVENTED |= {
    "lessons/",
    "lessons/1-sums.toml",
    "build/1-sums.html",
    "sums.md",
    "bends.md",
    "style.css",
    "rain.npz",
    "rain.svg",
    *(
        f"rain-{end}"
        for end in (
            "pass.json",
            "values.csv",
            "pass.py",
            "numpy.py",
            "torch.py",
            "jax.py",
            "graph.svg",
            "graph.png",
            "step-6.tex",
            "step-6.png",
            "step-6.mathml",
        )
    ),
    "networks/first.toml",
    "requirements.txt",
    "tests/fuzz/found/",
    ".github/workflows/pages.yml",
    ".gitignore",
}
"""Files of a reader's own, and what a run leaves behind."""

SUFFIXES = r"\.(?:css|html|jinja|js|json|md|png|py|toml|txt|woff2|yml)"
PATH = re.compile(rf"[\w.*-]+(?:/[\w.*-]*)+|[\w.*-]+{SUFFIXES}")
NOT_A_PATH = re.compile(r"dL/d|//")

_FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def fences(text: str, language: str) -> list[str]:
    """The blocks between fences that say they are in `language`, or, for "", say nothing."""
    return [code for said, code in _FENCE.findall(text) if said == language]


def spans(text: str) -> list[str]:
    """What stands between backticks within a line."""
    return re.findall(r"`([^`\n]+)`", _FENCE.sub("", text))


def section(text: str, title: str) -> str:
    """What stands under a heading, up to the next of its level; what is a heading in a fence is none here."""
    masked = _FENCE.sub(lambda fence: " " * len(fence[0]), text)
    found = re.search(rf"^(#+) {re.escape(title)}\n.*?(?=^\1 |\Z)", masked, re.MULTILINE | re.DOTALL)
    assert found, f"there is no section called {title}"
    return text[found.start() : found.end()]


def code(text: str) -> str:
    """All that is set as code."""
    return "\n".join([*(block for _, block in _FENCE.findall(text)), *spans(text)])


def exists(path: str) -> bool:
    """Whether a path, or a pattern with *, is one of the project's; a bare name may lie in any folder of sources."""
    if "/" in path:
        return any(ROOT.glob(path.rstrip("/")))
    folders = ("content", "generator", "templates", "tests", "docs", "build")
    return any(ROOT.glob(path)) or any(found for folder in folders for found in (ROOT / folder).rglob(path))


every_document = pytest.mark.parametrize("name", NAMES)


@every_document
def test_every_path_exists(name: str) -> None:
    paths = {word for word in spans(DOCUMENTS[name]) if PATH.fullmatch(word) and not NOT_A_PATH.match(word)}
    assert [path for path in sorted(paths - INVENTED) if not exists(path)] == []


@every_document
def test_every_link_leads_somewhere(name: str) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", re.sub(r"`[^`\n]*`", "", _FENCE.sub("", DOCUMENTS[name]))):
        if not target.startswith("https://"):
            path, _, anchor = target.partition("#")
            file = (ROOT / name).parent / path if path else ROOT / name
            assert file.exists(), target
            assert anchor == "" or anchor in anchors(file.read_text(encoding="utf-8")), target


def test_the_readme_is_short_and_leads_to_every_other_document() -> None:
    assert len(README.splitlines()) <= 150
    assert set(NAMES) - {"README.md"} <= set(re.findall(r"\]\(([^)\s]+)\)", README))


def anchors(text: str) -> set[str]:
    """The anchors that GitHub makes of headings."""
    titles = re.findall(r"^#+ (.*)$", _FENCE.sub("", text), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", title).lower().replace(" ", "-") for title in titles}


@every_document
def test_no_place_of_one_machine(name: str) -> None:
    assert re.findall(r"(?<![\w.])/(?:home|root|tmp|usr|Users|work)\b", DOCUMENTS[name]) == []


# make and the program


def targets() -> set[str]:
    phony = re.search(r"^\.PHONY: (.*)$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert phony
    return set(phony[1].split())


@every_document
def test_every_make_target_exists(name: str) -> None:
    assert set(re.findall(r"\bmake ([a-z]+)", code(DOCUMENTS[name]))) <= targets()


def test_the_readme_knows_every_target() -> None:
    assert set(re.findall(r"\bmake ([a-z]+)", code(README))) == targets() - {"build"}


def commands() -> Iterator[list[str]]:
    for document in DOCUMENTS.values():
        for line in re.findall(r"python -m ([\w.]+[^\n`]*)", code(document)):
            yield shlex.split(line)
        for line in re.findall(r"^backprop ([^\n`]*)", code(document), re.MULTILINE):
            yield ["generator", *shlex.split(line, comments=True)]


def test_every_command_can_be_given() -> None:
    given = list(commands())
    asked = {words[1] for words in given if words[0] == "generator" and len(words) > 1}
    assert asked >= main.commands.keys()
    for module, *arguments in given:
        if module == "generator":
            # Options are read before --help is answered, so an unknown one is an error.
            result = CliRunner().invoke(main, [*arguments, "--help"])
            assert result.exit_code == 0, f"{arguments}: {result.output}"
        else:
            assert find_spec(module), module


def test_the_versions_are_those_that_are_checked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert f"Python {project['requires-python'].removeprefix('>=')} or later" in README
    assert f"version {OLDEST} or later" in README
    released = re.findall(r"^## (\d\S*)", DOCUMENTS["CHANGELOG.md"], re.MULTILINE)
    assert released[0] == project["version"]


# A network


@pytest.fixture
def rain(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The example, where its reader would have saved it."""
    monkeypatch.chdir(tmp_path)
    example, *_ = fences(NETWORKS, "toml")
    Path("rain.toml").write_text(example, encoding="utf-8")
    return Path("rain.toml")


def test_the_example_is_a_network(rain: Path) -> None:
    file = read_network(rain)
    assert file.title == "Will it rain?"
    assert [len(layer.biases) for layer in file.network.layers] == [2, 1]


def test_the_second_example_is_a_formula(tmp_path: Path) -> None:
    """At w = 2 and x = 0.5 the line u is 1, so (u − 3)² is 4."""
    _, _, example, _ = fences(NETWORKS, "toml")
    (tmp_path / "parabola.toml").write_text(example, encoding="utf-8")
    subject = read_network(tmp_path / "parabola.toml").subject
    assert isinstance(subject, Formula)
    expression = parse_expression(subject.text)
    assert forward(expression.graph, {**expression.constants, **subject.values})[-1] == 4


def test_the_example_of_names_is_read(tmp_path: Path) -> None:
    """By a network with four neurons, the last two of which have one bias."""
    names = fences(NETWORKS, "toml")[3]
    layer = '[[layers]]\nactivation = "tanh"\nweights = [[1, 2], [3, 4]]\nbiases = [0.5, 0.5]\n'
    head = 'title = "T"\nsummary = "S"\nloss = "mse"\ninputs = [1, 2]\ntarget = [1, 2]\n'
    (tmp_path / "named.toml").write_text(f"{head}{names}\n{layer}{layer}", encoding="utf-8")
    graph = build_graph(read_network(tmp_path / "named.toml").network)
    assert {"w5", "net_o1", "out_o1", "theta4", "E", "b3"} <= set(graph.index)
    assert [len(graph.children[graph.index[name]]) for name in ("theta4", "b3")] == [1, 2]


def with_training(text: str) -> str:
    """The example with what it may say of training."""
    rate, table = fences(NETWORKS, "toml")[1].split("\n\n", 1)
    # A set has two columns, and the example three inputs.
    features = 'features = ["x1", "x2", "x1*x2"]'
    return f"{rate}\n{features}\n{text}\n{table}"


def test_what_the_examples_say_of_training_is_read(rain: Path) -> None:
    rain.write_text(with_training(rain.read_text(encoding="utf-8")), encoding="utf-8")
    file = read_network(rain)
    assert (file.learning_rate, file.fixed) == (0.5, ("b1",))
    assert (file.training["data"], file.training["noise"], file.training["shuffle"]) == (
        "circles",
        0.05,
        True,
    )


@pytest.mark.parametrize("header", ["", "[ranges]", "[training]", "[[layers]]"])
def test_the_examples_have_every_key(rain: Path, header: str) -> None:
    """The optional ones too: which there are, the error says that follows an unknown one."""
    text = with_training(rain.read_text(encoding="utf-8"))
    line = text.index(header)
    place = text.index("\n", line) + 1 if header else 0
    rain.write_text(f"{text[:place]}nothing = 1\n{text[place:]}", encoding="utf-8")
    with pytest.raises(ContentError, match="found an unknown key") as caught:
        read_network(rain)
    keys = re.split(r", | or ", str(caught.value).partition("expected ")[2])
    assert [key for key in keys if not re.search(rf"^(?:# |\[+)?{key}\b", text, re.MULTILINE)] == []


def test_the_mistake_is_answered_as_is_said(rain: Path) -> None:
    said = next(block for block in fences(NETWORKS, "") if "error: rain.toml" in block)
    wrong = next(word for word in spans(section(NETWORKS, "A network")) if word == "biases = [0.1]")
    text = rain.read_text(encoding="utf-8")
    assert "biases = [0.1, 0]" in text
    rain.write_text(text.replace("biases = [0.1, 0]", wrong), encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        read_network(rain)
    assert said.strip() == f"error: {caught.value}"


def table_rows(text: str, first: str) -> list[list[str]]:
    """The cells of the table whose first heading is `first`, without its heading."""
    (table,) = re.findall(rf"^\| {first} \|.*\n\|[-|]+\n((?:\|.*\n)+)", text, re.MULTILINE)
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines()]


def test_every_activation_is_named_and_no_other() -> None:
    rows = table_rows(section(NETWORKS, "A network"), "activation")
    named = [name for row in rows for name in spans(row[0])]
    assert sorted(named) == sorted(name for name, operation in OPS.items() if operation.kind == "activation")


def test_every_loss_is_named_and_no_other_with_what_it_takes() -> None:
    rows = table_rows(section(NETWORKS, "A network"), "loss")
    named = [name for row in rows for name in spans(row[0])]
    assert sorted(named) == sorted(
        name for name, operation in OPS.items() if operation.kind == "loss" and operation.base is None
    )
    for (name,), targets, last in ((spans(row[0]), row[2], row[3]) for row in rows):
        operation = OPS[name]
        assert tuple(spans(last)) == (operation.requires or ())
        numbers = [float(number.replace("−", "-")) for number in re.findall(r"−?\d", targets)]
        assert tuple(numbers[:2]) == (operation.targets.range or ())


# Python


def test_the_example_in_python_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (example,) = fences(DOCUMENTS["docs/python.md"], "python")
    exec(compile(example, "docs/python.md", "exec"), {})  # noqa: S102 - the document's own
    assert "<h1>A model</h1>" in Path("xor.html").read_text(encoding="utf-8")
    _, _, difference = map(float, capsys.readouterr().out.split())
    assert difference < 1e-12


# The article


@cache
def figure_room() -> dict[str, dict[str, list[str]]]:
    """The figures that there are, and what their options may be for the network of the README's examples."""
    call = """(data) => {
      const { graph } = derive(data, firstChoices(data));
      return Object.fromEntries(Object.entries(FIGURES).map(([kind, { room }]) => [kind, room(graph)]));
    }"""
    network = example_of(read_network(CONTENT / "networks" / "original.toml"))
    room: dict[str, dict[str, list[str]]] = Script(bundled("tests/lesson/entry.js", minified=True)).call(
        call, data_of(network)
    )
    return room


def rendered(text: str) -> str:
    graph = example_of(read_network(CONTENT / "networks" / "original.toml")).graph
    computed = [node.name for node in graph.nodes if node.op != LEAF]
    parameters = [node.name for node in graph.nodes if node.role in ("weight", "bias")]
    steps = [*computed, *(f"dL/d{name}" for name in computed + parameters), "1", "2", "3", "last"]

    def values(references: Sequence[Reference]) -> list[str]:
        return [f"<output>{reference.node}</output>" for reference in references]

    return render_article(
        text,
        file="example.md",
        nodes=frozenset(node.name for node in graph.nodes),
        steps={name: number for number, name in enumerate(steps, 1)},
        render_values=values,
        address_fault=lambda _: None,
        figures=figure_room,
        render_figures=lambda figures: [f"<figure>{figure.kind}</figure>" for figure in figures],
        pages={"other.md": "other.html"},
        read_picture=lambda _: b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>',
    ).html


def test_the_example_of_an_article_renders() -> None:
    example, others = fences(WRITING, "markdown")
    html = rendered(example)
    shown = rendered(others)
    assert all(
        f"<{element}" in shown for element in ("table", "sup", "dl", 'div class="box note"', "details")
    )
    assert (html.count("<output>"), html.count("data-step="), html.count("<h2")) == (4, 4, 1)
    assert html.count("<math") == 4
    assert re.search(r"\$|\[\[|step:", html) is None


def test_every_figure_is_listed() -> None:
    listed = re.findall(r"^\| `\[\[figure:(\w+).*\]\]` \|", WRITING, re.MULTILINE)
    assert sorted(listed) == sorted(figure_room())


def test_the_syntax_that_is_listed_renders() -> None:
    rows = re.findall(r"^\| (`.*`) \|", section(WRITING, "The article"), re.MULTILINE)
    listed = [word for row in rows for word in spans(row) if "…" not in word]
    assert len(listed) >= 6
    for word in listed:
        # A link to a heading needs that heading; here it is always the same one.
        html = rendered(word if "(#" not in word else f"## Heading {{#why}}\n\n{word}")
        assert re.search(r"<output>|data-step=|data-open=|>\$<|article-why|<svg|<figure|other\.html", html), (
            word
        )


@pytest.mark.parametrize(
    "refused",
    ["[[nothing]]", "[a](step:nothing)", "$\\nothing$", "<b>a</b>", "![a](b.png)", "# A", "[a](b.html)"],
)
def test_what_is_said_to_be_refused_is_refused(refused: str) -> None:
    with pytest.raises(ContentError, match=r"example\.md, line 1: "):
        rendered(refused)


# The page


def test_the_keys_of_the_page_are_listed() -> None:
    words = tomllib.loads((ROOT / "content" / "interface.toml").read_text(encoding="utf-8"))
    listed = set(re.findall(r"<kbd>(.+?)</kbd>", section(DOCUMENTS["docs/using.md"], "Keys")))
    for entry in words["shortcuts"]["list"].values():
        assert set(entry["keys"].split()) <= listed, entry


def test_the_addresses_open(open_page: OpenPage) -> None:
    (block,) = [block for block in fences(HOSTING, "") if block.startswith("#step=")]
    addresses = block.split()
    assert len(addresses) >= 3
    for address in addresses:
        page = open_page(hash=address.removeprefix("#"))
        expect(page.locator("#notice")).to_be_hidden()
        step = re.search(r"step=(\d+)", address)
        assert page.evaluate("backprop.state().step") == (int(step[1]) if step else 1)


def test_the_scripts_interface_is_as_listed(open_page: OpenPage) -> None:
    contract = section(HOSTING, "Embedding and scripting")
    page = open_page()
    methods = re.findall(r"^\| `(\w+)\(", contract, re.MULTILINE)
    assert methods == page.evaluate("Object.keys(backprop)")
    (row,) = re.findall(r"^\| `state\(\)` \| (.*) \|$", contract, re.MULTILINE)
    assert spans(row) == page.evaluate("Object.keys(backprop.state())")
    (row,) = re.findall(r"^\| `steps\(\)` \| (.*) \|$", contract, re.MULTILINE)
    assert spans(row) == page.evaluate("Object.keys(backprop.steps()[0])")
    (example,) = fences(contract, "js")
    assert page.evaluate(f"(() => {{ {example}; stop(); return L === backprop.values().L; }})()")
    assert page.evaluate("[backprop.state().step, backprop.state().leaves.w11]") == [12, 0.8]


def test_the_picture_can_be_shown() -> None:
    picture = (ROOT / "docs" / "page.png").read_bytes()
    assert picture.startswith(b"\x89PNG")
    width, height = struct.unpack(">II", picture[16:24])
    assert (width >= 1280, height >= 800, len(picture) < 150_000) == (True, True, True)


# The house


def tree() -> Iterator[str]:
    """The paths in CONTRIBUTING's tree: the names of each line, in the folder that it is indented under."""
    (block,) = [block for block in fences(DOCUMENTS["CONTRIBUTING.md"], "") if "generator/" in block]
    above: list[tuple[int, str]] = []
    for line in block.splitlines():
        indentation = len(line) - len(line.lstrip())
        names = re.split(r" {2,}", line.strip())[0].split()
        above = [(depth, folder) for depth, folder in above if depth < indentation]
        yield from ("".join(folder for _, folder in above) + name for name in names)
        if names[0].endswith("/"):
            above.append((indentation, names[0]))


def test_the_house_is_as_it_is_drawn() -> None:
    drawn = set(tree())
    assert len(drawn) > 30
    assert [path for path in sorted(drawn) if not any(ROOT.glob(path.rstrip("/")))] == []
    modules = {path.relative_to(ROOT).as_posix() for path in (ROOT / "generator").rglob("*.py")}
    assert modules - drawn <= {path for path in modules if path.endswith("__init__.py")}
    folders = {
        f"templates/scripts/{path.name}/" for path in (ROOT / "templates/scripts").iterdir() if path.is_dir()
    }
    folders |= {f"tests/{path.name}/" for path in (ROOT / "tests").iterdir() if any(path.glob("*.*"))}
    assert {folder for folder in folders if "__pycache__" not in folder} - drawn == set()
    files = {
        path.relative_to(ROOT).as_posix()
        for pattern in ("tests/*.py", "tests/*.js", "templates/*.jinja", "generator/*.js")
        for path in ROOT.glob(pattern)
    }
    assert files - drawn == set()


def test_the_budgets_are_those_that_are_checked() -> None:
    weight = (ROOT / "tests" / "bench" / "page_weight.py").read_text(encoding="utf-8")
    budget = re.search(r"^BUDGET_KB = (\d+)", weight, re.MULTILINE)
    assert budget
    assert f"{budget[1]} KB" in section(DOCUMENTS["CONTRIBUTING.md"], "Budgets")
