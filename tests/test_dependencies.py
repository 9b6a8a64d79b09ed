"""Who may know whom (CONTRIBUTING.md), in both languages."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SCRIPTS = ROOT / "templates" / "scripts"
PACKAGE = ROOT / "generator"

# --- Python: module -> the modules of the project that it may import

ENTRIES = ("arithmetic", "functions", "activations", "losses", "categorical")
"""Where the entries of the table stand."""

OPERATIONS = {"engine/operations/operation", "engine/operations/table"}
"""What others know of operations: what an entry is, and the table of all."""

ENGINE: dict[str, set[str]] = {
    "engine/targets": set(),
    "engine/operations/operation": {"engine/targets"},
    "engine/operations/erf": set(),
    **{
        f"engine/operations/{entries}": {
            "engine/operations/operation",
            "engine/operations/erf",
            "engine/operations/stable",
            "engine/targets",
        }
        for entries in ("stable", *ENTRIES)
    },
    "engine/operations/table": {
        "engine/operations/operation",
        *(f"engine/operations/{entries}" for entries in ENTRIES),
    },
    "engine/graph": OPERATIONS,
    "engine/sample": set(),
    "engine/features": {"engine/expression", "engine/graph"},
    "engine/network": {"engine/features", "engine/graph", "engine/sample", "engine/symbols", *OPERATIONS},
    "engine/tokens": set(),
    "engine/symbols": {"engine/tokens"},
    "engine/grammar": {"engine/tokens", *OPERATIONS},
    "engine/expression": {"engine/graph", "engine/grammar", "engine/symbols", "engine/tokens"},
    "engine/check": {"engine/graph"},
    "engine/random": set(),
    "engine/data": {"engine/random"},
    "engine/schedules": set(),
    "engine/optimizers/entry": set(),
    "engine/optimizers/descent": {"engine/optimizers/entry"},
    "engine/optimizers/adaptive": {"engine/optimizers/entry"},
    "engine/optimizers/table": {
        "engine/optimizers/adaptive",
        "engine/optimizers/descent",
        "engine/optimizers/entry",
    },
    "engine/training": {
        "engine/batch",
        "engine/graph",
        "engine/optimizers/table",
        "engine/random",
        "engine/schedules",
    },
    "engine/layers": {"engine/graph", *OPERATIONS},
}
"""What stands in both languages, under the same names."""

PYTHON: dict[str, set[str]] = {
    "__init__": {"explain"},
    "explain": {"live", "output"},
    "live": {
        "config",
        "engine/check",
        "engine/sample",
        "engine/operations/table",
        "errors",
        "explain",
        "formats/*",
        "places",
        "site/content",
        "site/one_page",
    },
    "engine/__init__": set(),
    "engine/operations/__init__": set(),
    "engine/optimizers/__init__": set(),
    "__main__": {"cli"},
    **ENGINE,
    "engine/batch": {"engine/graph", "engine/layers", *OPERATIONS},
    # A file of somebody's -> a network or samples; none of it knows the rest of the build.
    "formats/__init__": set(),
    "formats/table": {"formats/*"},
    "formats/model": set(),
    "formats/archive": {"formats/model"},
    "formats/protobuf": {"formats/model"},
    "formats/csv": {"formats/model"},
    "formats/network": {"formats/model"},
    "formats/autograd": {"formats/model"},
    "imports": {
        "config",
        "engine/check",
        "engine/graph",
        "engine/network",
        "engine/operations/table",
        "engine/sample",
        "errors",
        "formats/*",
    },
    **{
        f"formats/{name}": {"formats/*"}
        for name in ("keras", "live", "npz", "onnx", "pytorch", "safetensors", "sklearn")
    },
    "rehearsal": {
        "config",
        "engine/data",
        "engine/features",
        "engine/graph",
        "engine/network",
        "engine/operations/table",
        "engine/sample",
        "engine/training",
    },
    "errors": set(),
    "toml_file": {"errors"},
    "config/__init__": {"config/network", "config/records", "config/site"},
    "config/records": {"engine/network", "engine/sample"},
    "config/readers": {"engine/operations/table", "errors", "toml_file"},
    "config/ranges": {"config/readers", "toml_file"},
    "config/samples": {
        "config/readers",
        "engine/operations/table",
        "engine/sample",
        "errors",
        "formats/csv",
        "toml_file",
    },
    "config/features": {"config/readers", "config/samples", "engine/features", "toml_file"},
    "config/fit": {
        "config/readers",
        "config/samples",
        "engine/data",
        "engine/features",
        "engine/network",
        "engine/operations/table",
        "engine/sample",
        "engine/targets",
        "errors",
        "toml_file",
    },
    "config/classes": {"config/fit", "config/samples", "engine/operations/table", "toml_file"},
    "config/training": {
        "config/readers",
        "engine/data",
        "engine/optimizers/table",
        "engine/schedules",
        "errors",
        "toml_file",
    },
    "config/names": {
        "config/readers",
        "engine/graph",
        "engine/network",
        "engine/symbols",
        "engine/tokens",
        "errors",
        "toml_file",
    },
    "config/head": {"config/readers"},
    "config/layers": {
        "config/classes",
        "config/features",
        "config/fit",
        "config/head",
        "config/names",
        "config/ranges",
        "config/readers",
        "config/records",
        "config/samples",
        "config/training",
        "engine/network",
        "engine/operations/table",
        "toml_file",
    },
    "config/formula": {
        "config/head",
        "config/ranges",
        "config/readers",
        "config/records",
        "config/training",
        "engine/expression",
        "errors",
        "toml_file",
    },
    "config/network": {
        "config/formula",
        "config/layers",
        "config/records",
        "errors",
        "toml_file",
    },
    "config/site": {"config/head", "config/readers", "config/records", "errors", "toml_file"},
    "article/__init__": {"article/parts"},
    "article/parts": {"errors"},
    "article/mathematics": {"article/parts", "errors"},
    "article/links": {"article/parts", "errors"},
    "article/figures": {"article/parts", "errors"},
    "article/headings": {"article/parts"},
    "article/leftovers": {"article/parts"},
    "article/pictures": {"errors"},
    "article/code": set(),
    "article/inline": set(),
    "article/reader": {
        "article/inline",
        "article/figures",
        "article/headings",
        "article/leftovers",
        "article/links",
        "article/mathematics",
        "article/parts",
        "errors",
    },
    "article/writer": {
        "article/code",
        "article/headings",
        "article/links",
        "article/parts",
        "article/pictures",
        "article/reader",
        "errors",
    },
    "undefined": {"engine/graph", "engine/operations/operation"},
    "words": {*OPERATIONS, "errors", "toml_file"},
    "page": {"errors", "font"},
    "script": {"errors"},
    "output": {"errors"},
    "places": set(),
    "starter": {"errors"},
    "bundle": {"errors", "output", "places"},
    "font": {"places"},
    "fontchosen": {"font"},
    "fontcut": {"font", "fontchosen"},
    "drawing": {"font"},
    "slide": {"drawing", "errors"},
    # What orders all this: the pages of a site, and what is taken along of one network.
    "site/__init__": set(),
    "site/scripts": {"errors", "places", "script"},
    "site/content": {"config", "errors", "places", "toml_file", "words"},
    "site/numbers": {
        "config",
        "engine/check",
        "engine/expression",
        "engine/graph",
        "engine/network",
        "errors",
        "rehearsal",
        "undefined",
    },
    "site/carried": {"config", "places", "rehearsal", "site/content", "site/numbers"},
    "site/one_page": {
        "article",
        "article/writer",
        "config",
        "errors",
        "font",
        "page",
        "places",
        "rehearsal",
        "site/carried",
        "site/content",
        "site/numbers",
        "site/preview",
        "site/scripts",
        "toml_file",
    },
    "site/preview": {"drawing", "site/scripts"},
    "site/course": {
        "config",
        "errors",
        "page",
        "places",
        "site/content",
        "site/one_page",
        "site/scripts",
        "toml_file",
    },
    "site/pages": {"config", "places", "site/content", "site/course", "site/one_page", "site/scripts"},
    "site/building": {"bundle", "output", "places", "site/pages", "site/scripts"},
    "site/taken": {
        "config",
        "drawing",
        "engine/network",
        "errors",
        "font",
        "slide",
        "output",
        "page",
        "places",
        "site/carried",
        "site/content",
        "site/numbers",
        "site/one_page",
        "site/scripts",
    },
    "options": {"errors", "output", "places"},
    "cli": {
        "site/building",
        "site/taken",
        "errors",
        "imports",
        "options",
        "output",
        "places",
        "serve",
        "starter",
    },
    "serve": {"errors", "bundle", "places"},
}
LAZY = {
    "cli": {"imports", "site/building", "site/taken", "serve", "starter"},
    "explain": {"live", "output"},
    "site/building": {"site/pages"},
    "site/one_page": {"article/writer", "site/preview"},
    "site/taken": {"drawing", "slide"},
}
"""Imported only inside the function that needs it: `--help` loads nothing, and V8 starts while a build loads the rest."""


def python_modules() -> Iterator[str]:
    for path in sorted(PACKAGE.rglob("*.py")):
        yield path.relative_to(PACKAGE).with_suffix("").as_posix()


def is_module(name: str) -> bool:
    path = PACKAGE.parent / name.replace(".", "/")
    return path.with_suffix(".py").exists() or (path / "__init__.py").exists()


def python_imports(module: str) -> Iterator[tuple[str, bool]]:
    """Each module of the project that `module` imports, and whether it does so at its top."""
    tree = ast.parse((PACKAGE / f"{module}.py").read_text(encoding="utf-8"))
    top = set(tree.body)
    for statement in ast.walk(tree):
        if isinstance(statement, ast.Import):
            names = [alias.name for alias in statement.names]
        elif isinstance(statement, ast.ImportFrom):
            assert statement.level == 0, f"{module}: an import is written from the package down"
            # `from generator import page` names a module, `from generator.page import render_page` what is in one.
            each = [f"{statement.module}.{alias.name}" for alias in statement.names]
            names = [name if is_module(name) else statement.module or "" for name in each]
        else:
            continue
        for name in names:
            package, _, rest = name.partition(".")
            if package == "generator" and rest:
                yield rest.replace(".", "/"), statement in top


def allowed_to(module: str) -> set[str]:
    assert module in PYTHON, f"{module}: a new module: say in this table whom it may know"
    return PYTHON[module]


@pytest.mark.parametrize("module", sorted(python_modules()))
def test_a_python_module_knows_only_whom_it_may(module: str) -> None:
    imports = list(python_imports(module))
    allowed = allowed_to(module)
    folders = tuple(name.removesuffix("*") for name in allowed if name.endswith("*"))
    assert {name for name, _ in imports if not name.startswith(folders)} <= allowed
    assert {name for name, at_top in imports if at_top} & LAZY.get(module, set()) == set()


def test_one_module_writes_files() -> None:
    """The others get text, or a path and give text (config, article's includes, templates)."""
    writing = re.compile(r"\.write_text\(|\.write_bytes\(|os\.replace\(|mkstemp\(|open\([^)]*[\"']w")
    writers = {
        module
        for module in python_modules()
        if writing.search((PACKAGE / f"{module}.py").read_text(encoding="utf-8"))
    }
    assert writers <= {"output", "serve", "fontcut"}


# --- JavaScript: folder or module -> the folders and modules that it may import

TYPES = re.compile(r"/\*\*.*?\*/", re.DOTALL)
IMPORT = re.compile(
    r'^(?:import|export)\b[^"\';=()]*\bfrom ["\']([^"\']+)|^import ["\']([^"\']+)|\bimport\(["\']([^"\']+)',
    re.MULTILINE,
)
"""In any form of ES modules; an export counts where it names a module."""

JAVASCRIPT: dict[str, tuple[str, ...]] = {
    # The engine may know in JavaScript whom it may know in Python; beside that there is what compiles a graph.
    **{module: tuple(known) for module, known in ENGINE.items()},
    "engine/compiled/kernels": (),
    "engine/compiled/program": ("engine/compiled/kernels",),
    "engine/compiled/compile": (
        "engine/graph",
        "engine/layers",
        "engine/compiled/kernels",
        "engine/compiled/program",
    ),
    "engine/compiled/pass": ("engine/compiled/compile",),
    "engine/batch": ("engine/batch/", "engine/graph", "engine/compiled/kernels", "engine/layers"),
    "engine/batch/sums": ("engine/graph",),
    "engine/batch/outputs": ("engine/compiled/kernels",),
    "engine/batch/nodes": ("engine/graph",),
    "engine/playground": ("engine/data",),
    "engine/kinks": ("engine/graph", "engine/operations/table"),
    "lesson/": ("lesson/",),
    # What these are made from: the table of operations (its keys, and a curve's points), and graphs at another grain.
    "lesson/networks": (
        "lesson/",
        "engine/features",
        "engine/network",
        "engine/operations/table",
        "engine/targets",
    ),
    "lesson/change": ("lesson/", "engine/operations/table"),
    "lesson/formulas": ("lesson/", "engine/expression", "engine/tokens"),
    "lesson/names": ("lesson/", "engine/network", "engine/symbols"),
    # The first weights of their links come after their samples in the same stream.
    "lesson/playground": ("lesson/", "engine/playground"),
    "lesson/shapetext": ("lesson/", "engine/features"),
    "lesson/targets": ("lesson/", "engine/features", "engine/operations/table", "engine/targets"),
    "lesson/figures/bend": ("lesson/", "engine/operations/table"),
    "lesson/figures/chain": ("lesson/", "engine/operations/table"),
    "lesson/figures/error": ("lesson/", "engine/operations/table"),
    "lesson/figures/descent": ("lesson/", "engine/operations/table"),
    "lesson/figures/surprise": ("lesson/", "engine/operations/table"),
    "lesson/curves": ("lesson/", "engine/operations/table"),
    # What is taken along is computed by the engine that is there to be read.
    "lesson/taking/subject": ("lesson/", "engine/graph", "engine/network"),
    "lesson/taking/text": ("lesson/", "engine/features"),
    "lesson/taking/program": ("lesson/", "engine/network", "engine/operations/table"),
    "lesson/ledger": ("lesson/", "engine/operations/table"),
    "lesson/operations": ("lesson/", "engine/operations/table"),
    "lesson/remarks": ("lesson/", "engine/operations/table"),
    # What stops a gradient is held still for its check: that is another graph.
    "lesson/nudge": ("lesson/", "engine/kinks", "engine/check", "engine/graph", "engine/compiled/pass"),
    # Layers that were read from a file.
    "lesson/opening": ("lesson/", "formats/layers"),
    # What a usual mistake gives is computed from the same table, and what the numbers of a seed lead to.
    "lesson/diagnosis": ("lesson/", "engine/operations/table"),
    "lesson/bugs": ("lesson/", "engine/operations/table"),
    "lesson/paper": ("lesson/", "engine/graph", "engine/operations/table"),
    "lesson/seeded": ("lesson/", "engine/graph", "engine/operations/table"),
    "lesson/grain": ("lesson/", "engine/graph", "engine/network"),
    # The tool that trains: runs, and what there is to say of them.
    "formats/": ("formats/",),
    "training/": ("training/", "engine/", "lesson/"),
    "lesson/tools": ("lesson/", "training/tool"),
    "view/": ("view/", "lesson/"),
    "view/opening": ("view/", "lesson/", "formats/read"),
    "view/training/": ("view/", "lesson/", "training/"),
    "store": (),
    "model": ("engine/", "lesson/"),
    "link": ("lesson/", "model"),
    "frame": ("engine/graph", "lesson/", "link", "model", "training/exercise", "training/tool", "view/"),
    "page/": ("page/", "view/", "lesson/", "link", "model"),
    "page/commands": ("page/", "view/", "lesson/", "model", "training/tool"),
    "page/opening": ("page/", "view/", "lesson/", "formats/read"),
    "page/train": ("page/", "view/", "lesson/", "training/"),
    "page/practice": ("page/", "lesson/", "training/exercise"),
    "page/bugs": ("page/", "training/exercise"),
    "page/points": ("page/", "view/", "training/"),
    "page/history": ("training/tool",),
    "public": ("lesson/", "view/", "model", "training/tool"),
}
KNOWS_ALL_SCRIPTS = "main"
OWN_SCRIPT = "early"
"""Runs by itself, before everything else; no module."""

WITHOUT_VIEW = ("engine/", "lesson/", "training/", "model", "store", "link")

WITHOUT_DOM = (
    "engine/",
    "lesson/",
    "training/",
    "model",
    "store",
    "frame",
    "view/layout",
    "view/format",
    "view/text",
    "view/mathml",
)
DOM = re.compile(
    r"\b(document|window|navigator|localStorage|location|globalThis|HTMLElement|setTimeout|fetch)\b"
)
GLOBALS = (
    "document",
    "window",
    "navigator",
    "localStorage",
    "location",
    "globalThis",
    "history",
    "setTimeout",
    "requestAnimationFrame",
    "fetch",
)


def scripts() -> list[str]:
    found = (path.relative_to(SCRIPTS).with_suffix("").as_posix() for path in SCRIPTS.rglob("*.js"))
    return sorted(name for name in found if name != OWN_SCRIPT)


def code_of(module: str) -> str:
    """A module's text without comments and without what stands in quotes."""
    text = TYPES.sub(" ", (SCRIPTS / f"{module}.js").read_text(encoding="utf-8"))
    text = re.sub(r"(?<![:\"'`\\])//[^\n]*", " ", text)
    return re.sub(r'"(?:\\.|[^"\\\n])*"', '""', text)


def script_imports(module: str) -> list[str]:
    text = (SCRIPTS / f"{module}.js").read_text(encoding="utf-8")
    here = (SCRIPTS / f"{module}.js").parent
    return [
        (here / target).resolve().relative_to(SCRIPTS.resolve()).with_suffix("").as_posix()
        for target in ("".join(found) for found in IMPORT.findall(TYPES.sub(" ", text)))
    ]


def rule_for(module: str) -> tuple[str, ...]:
    if module in JAVASCRIPT:
        return JAVASCRIPT[module]
    folder = module.rpartition("/")[0] + "/"
    if folder not in JAVASCRIPT:
        folder = module.partition("/")[0] + "/"
    assert folder in JAVASCRIPT, f"{module}: a new module: say in this table whom it may know"
    return JAVASCRIPT[folder]


@pytest.mark.parametrize("module", [name for name in scripts() if name != KNOWS_ALL_SCRIPTS])
def test_a_script_knows_only_whom_it_may(module: str) -> None:
    allowed = rule_for(module)
    foreign = [
        name
        for name in script_imports(module)
        if not any(name == one or (one.endswith("/") and name.startswith(one)) for one in allowed)
    ]
    assert foreign == []


@pytest.mark.parametrize("module", [name for name in scripts() if name.startswith(WITHOUT_VIEW)])
def test_what_is_derived_knows_no_view(module: str) -> None:
    """Not even the types of one: what is derived is data, and how it is written is the view's."""
    text = (SCRIPTS / f"{module}.js").read_text(encoding="utf-8")
    here = (SCRIPTS / f"{module}.js").parent
    targets = re.findall(r"""(?:\bfrom |\bimport\()["']([^"']+)""", text)
    named = ((here / target).resolve().relative_to(SCRIPTS.resolve()).as_posix() for target in targets)
    assert [name for name in named if name.startswith(("view/", "page/"))] == []


@pytest.mark.parametrize("module", [name for name in scripts() if name.startswith(WITHOUT_DOM)])
def test_what_computes_knows_no_browser(module: str) -> None:
    assert sorted(set(DOM.findall(code_of(module)))) == []


def test_only_main_takes_the_global_document_and_window() -> None:
    """Elsewhere they are what somebody handed in: a parameter, or an element's own document."""
    takers: dict[str, list[str]] = {}
    for module in scripts():
        if module == KNOWS_ALL_SCRIPTS:
            continue
        code = code_of(module)
        for name in GLOBALS:
            used = re.search(rf"(?<![.\w$]){name}\b(?!\s*:)", code)
            # A parameter: between the parentheses of a function, before its body.
            bound = re.search(
                rf"(?:function \w*\s*\(|\()[^()]*\b{name}\b[^()]*\)\s*(?:=>|\{{)|(?:const|let) {name}\b|const \{{[^}}]*\b{name}\b",
                code,
            )
            if used and not bound:
                takers.setdefault(module, []).append(name)
    assert takers == {}


def test_main_takes_them_in_one_place() -> None:
    assert (
        code_of(KNOWS_ALL_SCRIPTS).rstrip().endswith('if (typeof document !== "") start(document, window);')
    )


def test_no_view_or_lesson_writes_markup() -> None:
    """Elements are made, never parsed from text."""
    ways = re.compile(
        r"\b(innerHTML|outerHTML|insertAdjacentHTML|DOMParser|createContextualFragment|eval|Function)\b\s*[(=]|document\.write"
    )
    assert [module for module in scripts() if ways.search(code_of(module))] == []


def test_the_engine_is_the_same_files_in_both_languages() -> None:
    """What computes a pass; faster ways to the same numbers are each language's own affair."""
    assert set(ENGINE) <= set(python_modules())
    assert set(ENGINE) <= set(scripts())


# --- nothing for nobody

EXPORTED = re.compile(r"^export (?:async )?(?:function\*?|const|let|class) (\w+)", re.MULTILINE)
WORD = re.compile(r"\w+")


def test_every_export_of_a_script_is_asked_for() -> None:
    """By another script, by a test, or by the build, which calls functions by their names."""
    words = {path: set(WORD.findall(path.read_text(encoding="utf-8"))) for path in SCRIPTS.rglob("*.js")}
    asking = [
        path
        for folder, kind in ((ROOT / "tests", "*.js"), (ROOT / "tests", "*.py"), (PACKAGE, "*.py"))
        for path in folder.rglob(kind)
        if "node_modules" not in path.parts and path != Path(__file__)
    ]
    asked = set[str]().union(*(WORD.findall(path.read_text(encoding="utf-8")) for path in asking))
    unasked = [
        f"{path.relative_to(SCRIPTS).as_posix()}: {name}"
        for path in words
        for name in EXPORTED.findall(path.read_text(encoding="utf-8"))
        if name not in asked and not any(name in said for other, said in words.items() if other != path)
    ]
    assert unasked == []


def test_every_name_of_a_python_module_is_used() -> None:
    """Anywhere in the package: by its own module or by another. Commands are used by whoever types them."""
    texts = {path: path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py")}
    used = Counter(word for text in texts.values() for word in WORD.findall(text))
    unused = [
        f"{path.relative_to(PACKAGE).as_posix()}: {statement.name}"
        for path, text in texts.items()
        for statement in ast.parse(text).body
        if isinstance(statement, ast.FunctionDef | ast.ClassDef)
        and not statement.decorator_list
        and used[statement.name] < 2
    ]
    assert unused == ["engine/check.py: finite_differences"], "but what checks the engine, in the tests alone"
