"""Runs the page's script in V8, without a document."""

import json
import math
from dataclasses import dataclass
from typing import Any
from weakref import finalize

from generator.errors import BuildError


@dataclass(frozen=True, slots=True)
class Held:
    """A value that a script keeps, so that it travels once: an argument of its calls."""

    number: int


class Script:
    """Scripts in V8, without a document, one after the other; the last one leaves its exports in `exported`.

    For the build these are the very text that the page carries, and then what the build alone asks of it.
    """

    def __init__(self, *texts: str) -> None:
        from py_mini_racer import JSEvalException, MiniRacer

        self._v8 = MiniRacer()
        # Before the process ends, even if an exception still holds this: later, V8 would wait for ever for its thread.
        finalize(self, self._v8.close)
        try:
            for text in texts:
                self._v8.eval(text)
        except JSEvalException as error:
            raise BuildError(f"the page's script cannot be run: {_first_line(error)}") from error
        self._v8.eval(_CALL)

    def hold(self, value: Any) -> Held:
        """Hand over a value that several calls are about."""
        return Held(int(str(self._v8.eval(f"holdForPython({json.dumps(json.dumps(_pack(value)))})"))))

    def call(self, function: str, *arguments: Any) -> Any:
        """The result of a function that the texts export, or of an expression that is a function.

        In it their exports are names. Arguments and result travel as JSON.
        Numbers that JSON lacks come back as float("inf"), -float("inf") and float("nan").
        Raises BuildError with the script's own message where the function throws.
        """
        from py_mini_racer import JSEvalException

        packed = json.dumps([_pack(argument) for argument in arguments])
        try:
            answer = self._v8.eval(f"with (exported) callForPython({function}, {json.dumps(packed)})")
        except JSEvalException as error:
            raise BuildError(f"the page's script failed in {function}: {_first_line(error)}") from error
        return _unpack(json.loads(str(answer)))


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0]


# JSON has no word for infinities and NaN; they travel, as what is held does, as an object that nothing else looks like.
_CALL = """
const numbersForPython = { Infinity, "-Infinity": -Infinity, NaN };
const heldForPython = [];
const unpack = (key, value) => value && value.$number ? numbersForPython[value.$number]
  : value && value.$held ? heldForPython[value.$held - 1] : value;
const holdForPython = (packed) => heldForPython.push(JSON.parse(packed, unpack));
function callForPython(f, packed) {
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
    if isinstance(value, Held):
        return {"$held": value.number}
    if isinstance(value, dict):
        return {key: _pack(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_pack(item) for item in value]
    return value


def _unpack(value: Any) -> Any:
    if isinstance(value, dict):
        return float(value["$number"]) if "$number" in value else {k: _unpack(v) for k, v in value.items()}
    return [_unpack(item) for item in value] if isinstance(value, list) else value
