"""Joins the ES modules of templates/scripts into the page's one script, and runs that script in V8."""

import json
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from os.path import normpath
from pathlib import Path
from typing import Any
from weakref import finalize

from generator.errors import BuildError
from generator.shorten import Shortened, shorten

ENTRY = "main.js"

_IMPORT = re.compile(r'^import \{([^}]*)\} from "(\./[^"]+|\.\./[^"]+)";[ \t]*$', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?function\b|const\b|class\b)", re.MULTILINE)
_COMMENT = re.compile(r"/\*.*?\*/|(?<=\s)//[^\n]*", re.DOTALL)
_OTHER_MODULE_SYNTAX = re.compile(r"^(?:import|export)\b.*$|\bimport\s*\(", re.MULTILINE)
_TOP_LEVEL_NAME = re.compile(
    r"^(?:export )?(?:async )?(?:function\*?|const|let|var|class) +([A-Za-z_$][\w$]*|[{\[])", re.MULTILINE
)


@dataclass(frozen=True, slots=True)
class Module:
    """One script file: what it imports (file -> names, with the line of the import) and its own text."""

    path: Path
    text: str
    imports: tuple[tuple[Path, tuple[str, ...], int], ...]
    names: tuple[tuple[str, int], ...]
    exported: frozenset[str]


def join_scripts(folder: Path, entry: str = ENTRY) -> str:
    """The modules reachable from `entry`, in the order of their imports, as one text without imports or exports.

    Raises BuildError, naming file and line, for a module that is missing, an import of a name that its module
    does not export, any other form of import or export, a cycle, or a name declared by two modules.
    """
    modules = list(_in_import_order(folder / entry))
    owner: dict[str, str] = {}
    for module in modules:
        for name, line in module.names:
            here = f"{module.path.relative_to(folder).as_posix()}, line {line}"
            if name in owner:
                raise BuildError(
                    f"{here}: '{name}' is declared here and in {owner[name]}; one name, one module"
                )
            owner[name] = here
    return "\n".join(_EXPORT.sub("", _IMPORT.sub("", module.text)).strip() for module in modules) + "\n"


def _in_import_order(entry: Path) -> Iterator[Module]:
    finished: set[Path] = set()
    modules: dict[Path, Module] = {}

    def visit(path: Path, trail: tuple[Path, ...], wanted_by: str) -> Iterator[Module]:
        if path in trail:
            cycle = " -> ".join(step.name for step in (*trail[trail.index(path) :], path))
            raise BuildError(f"{wanted_by}: the imports form a circle: {cycle}")
        if path in finished:
            return
        module = modules[path] = _read_module(path, wanted_by)
        for target, names, line in module.imports:
            here = f"{path.name}, line {line}"
            yield from visit(target, (*trail, path), here)
            for name in names:
                if name not in modules[target].exported:
                    raise BuildError(f"{here}: {target.name} exports no '{name}'")
        finished.add(path)
        yield module

    yield from visit(entry.resolve(), (), entry.name)


def _read_module(path: Path, wanted_by: str) -> Module:
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise BuildError(f"{wanted_by}: cannot read {path.name}: {error.strerror}") from error

    def line_of(position: int) -> int:
        return text.count("\n", 0, position) + 1

    imports = tuple(
        (
            Path(normpath(path.parent / match[2])),
            tuple(name.strip() for name in match[1].split(",") if name.strip()),
            line_of(match.start()),
        )
        for match in _IMPORT.finditer(text)
    )
    rest = text
    for known in (_COMMENT, _IMPORT, _EXPORT):
        # Their line breaks keep the lines of what is left.
        rest = known.sub(lambda match: "\n" * match[0].count("\n"), rest)
    if ("import" in rest or "export" in rest) and (other := _OTHER_MODULE_SYNTAX.search(rest)):
        raise BuildError(
            f"{path.name}, line {line_of(other.start())}: found '{other[0].strip()}', expected only "
            'import {…} from "./….js"; and export function, const or class'
        )
    names: list[tuple[str, int]] = []
    exported: set[str] = set()
    for match in _TOP_LEVEL_NAME.finditer(text):
        if match[1] in "{[":
            raise BuildError(
                f"{path.name}, line {line_of(match.start())}: found a destructuring declaration at the top level, "
                "expected one name a declaration"
            )
        names.append((match[1], line_of(match.start())))
        if match[0].startswith("export "):
            exported.add(match[1])
    return Module(path, text, imports, tuple(names), frozenset(exported))


def minify(text: str) -> Shortened:
    """The script without comments and superfluous white space, with short names and without what it never calls."""
    import rjsmin

    return shorten(str(rjsmin.jsmin(text)))


class Script:
    """A script in V8, without a document: the very text that the page carries, and then what only others ask of it."""

    def __init__(self, script: Shortened | str) -> None:
        from py_mini_racer import JSEvalException, MiniRacer

        shortened = Shortened(script) if isinstance(script, str) else script
        self._v8 = MiniRacer()
        # Before the process ends, even if an exception still holds this: later, V8 would wait for ever for its thread.
        finalize(self, self._v8.close)
        try:
            for text in (shortened.page, shortened.rest):
                self._v8.eval('"use strict";' + text)
        except JSEvalException as error:
            raise BuildError(f"the page's script cannot be run: {_first_line(error)}") from error
        self._v8.eval(_CALL)
        names = ",".join(f"{name}:{short}" for name, short in shortened.names.items())
        self._v8.eval(f"const namesForPython = {{__proto__: null,{names}}};")

    def call(self, function: str, *arguments: Any) -> Any:
        """The result of a top-level function of the script, or of an expression that is a function.

        In it the script's top-level names are those of the sources. Arguments and result travel as JSON.
        Numbers that JSON lacks come back as float("inf"), -float("inf") and float("nan").
        Raises BuildError with the script's own message where the function throws.
        """
        from py_mini_racer import JSEvalException

        packed = json.dumps([_pack(argument) for argument in arguments])
        try:
            answer = self._v8.eval(f"with (namesForPython) callForPython({function}, {json.dumps(packed)})")
        except JSEvalException as error:
            raise BuildError(f"the page's script failed in {function}: {_first_line(error)}") from error
        return _unpack(json.loads(str(answer)))


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0]


# JSON has no word for infinities and NaN; they travel as an object that nothing else looks like.
_CALL = """
function callForPython(f, packed) {
  const names = { Infinity, "-Infinity": -Infinity, NaN };
  const unpack = (key, value) => (value && value.$number ? names[value.$number] : value);
  const pack = (key, value) => ArrayBuffer.isView(value) ? Array.from(value)
    : typeof value === "number" && !Number.isFinite(value) ? { $number: String(value) } : value;
  const result = f(...JSON.parse(packed, unpack));
  return JSON.stringify(result === undefined ? null : result, pack);
}
"""
_JAVASCRIPT_NAMES = {math.inf: "Infinity", -math.inf: "-Infinity"}


def _pack(value: Any) -> Any:
    if isinstance(value, float) and not math.isfinite(value):
        return {"$number": _JAVASCRIPT_NAMES.get(value, "NaN")}
    if isinstance(value, dict):
        return {key: _pack(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_pack(item) for item in value]
    return value


def _unpack(value: Any) -> Any:
    if isinstance(value, dict):
        return float(value["$number"]) if "$number" in value else {k: _unpack(v) for k, v in value.items()}
    return [_unpack(item) for item in value] if isinstance(value, list) else value
