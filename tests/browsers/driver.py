"""One way to drive any browser: what WebDriver's two protocols have in common, and a person's hands on top of it."""

import json
import time
from abc import ABC, abstractmethod
from collections.abc import Callable
from pathlib import Path
from typing import Any

PATIENCE = 20
"""Seconds until something that does not happen is a failure."""

EARS = """
addEventListener("error", event => heard.push(`thrown: ${event.message}`));
addEventListener("unhandledrejection", event => heard.push(`rejected: ${event.reason}`));
document.addEventListener("securitypolicyviolation", event => heard.push(`forbidden: ${event.violatedDirective}`));
var heard = [];
for (const kind of ["debug", "log", "info", "warn", "error"])
  console[kind] = (...said) => heard.push(`console.${kind}: ${said.join(" ")}`);
"""
"""Runs before everything else of a page: from then on `heard` holds all that the page says, throws or is refused."""

KEYS = {
    "Tab": "\ue004",
    "Enter": "\ue007",
    "Shift": "\ue008",
    "Control": "\ue009",
    "Escape": "\ue00c",
    " ": " ",
    "PageUp": "\ue00e",
    "PageDown": "\ue00f",
    "End": "\ue010",
    "Home": "\ue011",
    "ArrowLeft": "\ue012",
    "ArrowUp": "\ue013",
    "ArrowRight": "\ue014",
    "ArrowDown": "\ue015",
    "Delete": "\ue017",
}
"""WebDriver's code points for the keys that write nothing."""

FIND = """(selector, name) => {
  const named = element => (element.getAttribute("aria-label") ?? element.labels?.[0]?.textContent ?? element.textContent)
    .replace(/\\s+/g, " ").trim();
  const found = [...document.querySelectorAll(selector)]
    .filter(element => element.checkVisibility() && (name === null || named(element) === name));
  if (found.length !== 1) throw new Error(`${found.length} elements ${selector} are named ${name}`);
  return found[0];
}"""

FRAMES = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(null))))"

Action = dict[str, Any]


class Driver(ABC):
    """A running browser with one window. Coordinates and sizes are CSS pixels."""

    name: str

    # --- what each protocol says in its own words

    @abstractmethod
    def open(self, page: Path, fragment: str = "", *, width: int = 1440, height: int = 900) -> None:
        """Load a file as if for the first time, in a window of this size."""

    @abstractmethod
    def reload(self) -> None:
        """Load the page again, at the address where it is."""

    @abstractmethod
    def evaluate(self, expression: str) -> Any:
        """What a JavaScript expression gives in the page, as JSON; a promise is awaited. Raises ScriptError."""

    @abstractmethod
    def act(self, device: Action) -> None:
        """Let an input device do its actions, in WebDriver's form, which both protocols share."""

    @abstractmethod
    def screenshot(self) -> bytes:
        """What the window shows, as PNG."""

    @abstractmethod
    def pdf(self) -> bytes | None:
        """The page as it would be printed, or None where the browser's protocol cannot print."""

    @abstractmethod
    def close(self) -> None:
        """End the browser and all that was started for it."""

    # --- asking

    def call(self, function: str, *arguments: object) -> Any:
        """What a JavaScript function gives for these arguments."""
        return self.evaluate(f"({function})(...{json.dumps(arguments)})")

    def heard(self) -> list[str]:
        """All that the page has said, thrown or been refused since it was loaded."""
        heard: list[str] = self.evaluate("heard")
        return heard

    def text(self, region: str) -> str:
        """The text of one of the page's live regions, a white space for many."""
        text: str = self.call(
            "name => document.querySelector(`[data-region=${name}]`).textContent.replace(/\\s+/g, ' ')",
            region,
        )
        return text

    def until(self, expression: str) -> None:
        """Wait until an expression is true in the page."""
        self.until_holds(lambda: self.evaluate(expression), expression)

    def until_holds(self, holds: Callable[[], object], what: str) -> None:
        """Wait until something holds."""
        deadline = time.monotonic() + PATIENCE
        while not holds():
            assert time.monotonic() < deadline, (
                f"after {PATIENCE} s it is still not so in {self.name}: {what}"
            )
            time.sleep(0.02)

    # --- a person's hands

    def press(self, *keys: str, holding: str = "") -> None:
        """Press keys one after the other: names as in KEYS, or what they write."""
        held = [KEYS[holding]] if holding else []
        pressed = [KEYS.get(key, key) for key in keys]
        actions = [
            *({"type": "keyDown", "value": key} for key in held),
            *({"type": kind, "value": key} for key in pressed for kind in ("keyDown", "keyUp")),
            *({"type": "keyUp", "value": key} for key in held),
        ]
        self.act({"type": "key", "id": "keyboard", "actions": actions})

    def type(self, text: str) -> None:
        """Write into what has the focus, in place of what stands there."""
        self.press("a", holding="Control")
        self.press(*text)

    def place(self, selector: str, name: str | None = None) -> tuple[float, float, float, float]:
        """Left, top, width and height of the one visible element with this accessible name, scrolled into view.

        What follows an action, and what follows the scrolling, is drawn first: a person too sees it before clicking.
        """
        found = f"({FIND})({json.dumps(selector)}, {json.dumps(name)})"
        for _ in range(2):  # what scrolling brings along may move it once more
            self.evaluate(FRAMES)
            self.evaluate(f"{found}.scrollIntoView({{ block: 'center', behavior: 'instant' }})")
        self.evaluate(FRAMES)
        box: list[float] = self.evaluate(
            f"(({{ x, y, width, height }}) => [x, y, width, height])({found}.getBoundingClientRect())"
        )
        x, y, width, height = box
        return x, y, width, height

    def click(self, selector: str, name: str | None = None) -> None:
        """Click into the middle of it."""
        x, y, width, height = self.place(selector, name)
        self._point([(x + width / 2, y + height / 2)])

    def button(self, name: str) -> None:
        """Click the button with this name."""
        self.click("button, summary", name)

    def drag(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        """Press at one place, move to another in four parts, let go."""
        (x, y), (to_x, to_y) = start, end
        self._point([(x + (to_x - x) * part / 4, y + (to_y - y) * part / 4) for part in range(5)])

    def _point(self, way: list[tuple[float, float]]) -> None:
        moves = [
            {"type": "pointerMove", "x": round(x), "y": round(y), "duration": 0, "origin": "viewport"}
            for x, y in way
        ]
        down, up = ({"type": kind, "button": 0} for kind in ("pointerDown", "pointerUp"))
        parameters = {"pointerType": "mouse"}
        actions = [moves[0], down, *moves[1:], up]
        self.act({"type": "pointer", "id": "mouse", "parameters": parameters, "actions": actions})


class ScriptError(AssertionError):
    """What was asked of the page threw."""
