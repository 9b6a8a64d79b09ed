"""Runs the page's script in V8, without a document."""

import json
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any
from weakref import finalize

from generator.errors import BuildError, place


@dataclass(frozen=True, slots=True)
class Held:
    """A value that a script keeps, so that it travels once: an argument of its calls."""

    number: int


class Script:
    """Scripts in V8, without a document, one after the other; the last one leaves its exports in `exported`.

    For the build these are the very text that the page carries, and then what the build alone asks of it.
    """

    def __init__(self, *texts: str, names: Sequence[str] = ()) -> None:
        """Run the texts; `names` are those of their files, for what is said where they fail."""
        from py_mini_racer import JSEvalException, MiniRacer

        self._v8 = MiniRacer()
        # Before the process ends, even if an exception still holds this: later, V8 would wait for ever for its thread.
        finalize(self, self._v8.close)
        for text, name in zip_longest(texts, names):
            try:
                self._v8.eval(f"{text}\n//# sourceURL={name}" if name else text)
            except JSEvalException as error:
                raise _fault(error, "the page's script cannot be run", name) from error
        self._v8.eval(_CALL)

    def hold(self, value: Any) -> Held:
        """Hand over a value that several calls are about."""
        return Held(int(str(self._v8.eval(f"holdForPython({json.dumps(_packed(value))})"))))

    def call(self, function: str, *arguments: Any) -> Any:
        """The result of a function that the texts export, or of an expression that is a function.

        In it their exports are names. Arguments and result travel as JSON.
        Numbers that JSON lacks come back as float("inf"), -float("inf") and float("nan").
        Raises BuildError with the script's own message where the function throws.
        """
        from py_mini_racer import JSEvalException

        packed = _packed(arguments)
        try:
            answer = self._v8.eval(f"with (exported) callForPython({function}, {json.dumps(packed)})")
        except JSEvalException as error:
            raise _fault(error, f"the page's script failed in {function}") from error
        return json.loads(str(answer), object_hook=_number)


# V8 says `file:line: Error: message`, shows the place, and then how it came there: `    at name (file:line:column)`.
_SAID = re.compile(r"(?P<file>\S+?):(?P<line>\d+): (?:Uncaught )?(?:Error: )?(?P<said>[^\n]*)")
_AT = re.compile(r"^    at (?:.* \()?(?P<file>[^()\n]+\.js):(?P<line>\d+):(?P<column>\d+)\)?$", re.MULTILINE)


def _fault(error: Exception, what_failed: str, file: str | None = None) -> BuildError:
    """One sentence, with file, line and column of the script; none of these where it speaks of the content itself."""
    text = str(error)
    said = _SAID.match(text)
    sentence = said["said"] if said else text.partition("\n")[0]
    if sentence.startswith("content/"):
        return BuildError(sentence)
    at = _AT.search(text)
    if at:
        return BuildError(
            f"{place(at['file'], int(at['line']))}, column {at['column']}: {what_failed}: {sentence}"
        )
    if said and file:  # of a text that it cannot read, V8 does not know the name
        return BuildError(f"{place(file, int(said['line']))}: {what_failed}: {sentence}")
    return BuildError(f"{what_failed}: {sentence}")


# JSON has no word for infinities and NaN; they travel, as what is held does, as an object that nothing else looks like.
_CALL = """
const numbersForPython = { Infinity, "-Infinity": -Infinity, NaN };
const heldForPython = [];
const unpack = (key, value) => value && value.$number ? numbersForPython[value.$number]
  : value && value.$held ? heldForPython[value.$held - 1] : value;
const unpacked = (packed) => packed.includes('"$') ? JSON.parse(packed, unpack) : JSON.parse(packed);
const holdForPython = (packed) => heldForPython.push(unpacked(packed));
function callForPython(f, packed) {
  const pack = (key, value) => ArrayBuffer.isView(value) ? Array.from(value)
    : typeof value === "number" && !Number.isFinite(value) ? { $number: String(value) } : value;
  const result = f(...unpacked(packed));
  return JSON.stringify(result === undefined ? null : result, pack);
}
"""
_JAVASCRIPT_NAMES = {math.inf: "Infinity", -math.inf: "-Infinity"}


def _packed(value: Any) -> str:
    """As JSON; only where there is a number that it lacks is every number looked at."""
    try:
        return json.dumps(value, default=_held, allow_nan=False)
    except ValueError:
        return json.dumps(_with_names(value), default=_held)


def _held(value: Any) -> dict[str, int]:
    if isinstance(value, Held):
        return {"$held": value.number}
    raise TypeError(f"{type(value).__name__} cannot be handed to a script")


def _with_names(value: Any) -> Any:
    if isinstance(value, float) and not math.isfinite(value):
        return {"$number": _JAVASCRIPT_NAMES.get(value, "NaN")}
    if isinstance(value, dict):
        return {key: _with_names(item) for key, item in value.items()}
    return [_with_names(item) for item in value] if isinstance(value, list | tuple) else value


def _number(found: dict[str, Any]) -> Any:
    return float(found["$number"]) if "$number" in found else found
