"""The open page as a person meets it: by role, name and visible text, and by the page's documented contract."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.lesson.content import LAST, WORDS, Expected, fill, pattern, spoken
from tests.lesson.expected import Numbers, given, shown

PATIENCE = 5_000
"""Milliseconds until something that does not happen is a failure."""

LOWERED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789−")

STEP = pattern(WORDS["step"]["count"])


def until(holds: Callable[[], object]) -> None:
    """Waits for something. (Playwright's own waiting for a function needs eval, which the page's policy forbids.)"""
    deadline = time.monotonic() + PATIENCE / 1000
    while not holds():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.02)


@dataclass(frozen=True, slots=True)
class Lesson:
    """One open page. What it is asked, it reads off the page; what it does, it does with keys and pointer."""

    page: Page

    def __post_init__(self) -> None:
        self.page.set_default_timeout(PATIENCE)

    # --- what can be seen

    @property
    def panel(self) -> Locator:
        return self.page.locator('[data-region="panel"]')

    @property
    def step(self) -> int:
        """The number in "Step 3 / 18"."""
        text = self.panel.text_content() or ""
        found = STEP.search(text)
        assert found, f"the panel does not say which step it shows: {text!r}"
        assert found["steps"] == str(LAST)
        return int(found["step"])

    @property
    def table(self) -> Locator:
        return self.page.get_by_role("table", name=WORDS["table"]["caption"])

    @property
    def scrubber(self) -> Locator:
        return self.page.get_by_role("slider", name=WORDS["transport"]["scrubber"], exact=True)

    @property
    def speed(self) -> Locator:
        return self.page.get_by_role("combobox", name=WORDS["transport"]["speed"])

    def button(self, name: str) -> Locator:
        """A button of the transport: first, back, play, pause, next, last."""
        transport = self.page.locator(".transport-place")
        return transport.get_by_role("button", name=WORDS["transport"][name], exact=True)

    def reset(self, name: str) -> Locator:
        label = fill(WORDS["controls"]["reset"], name=spoken(name))
        return self.page.get_by_role("button", name=label, exact=True)

    @property
    def reset_all(self) -> Locator:
        return self.page.get_by_role("button", name=WORDS["controls"]["reset_all"])

    def slider(self, name: str) -> Locator:
        return self.page.locator(f'input[type="range"][name="{name}"]')

    def field(self, name: str) -> Locator:
        label = fill(WORDS["controls"]["number"], name=spoken(name))
        return self.page.get_by_role("spinbutton", name=label, exact=True)

    def node(self, name: str) -> Locator:
        return self.page.locator(f'[data-node="{name}"]')

    def edge(self, start: str, end: str) -> Locator:
        return self.page.locator(f'[data-edge="{start}-{end}"]')

    def edge_point(self, start: str, end: str) -> tuple[float, float]:
        """A place on an edge near its end, where no label stands on it."""
        x, y = (
            self.edge(start, end)
            .locator("path")
            .first.evaluate(
                "path => { const at = path.getPointAtLength(path.getTotalLength() * 0.85);"
                " const { x, y } = at.matrixTransform(path.getScreenCTM()); return [x, y]; }"
            )
        )
        return x, y

    # --- what it says of itself

    def state(self) -> dict[str, Any]:
        state: dict[str, Any] = self.page.evaluate("backprop.state()")
        return state

    def values(self) -> dict[str, float]:
        values: dict[str, float] = self.page.evaluate("backprop.values()")
        return values

    def gradients(self) -> dict[str, float]:
        gradients: dict[str, float] = self.page.evaluate("backprop.gradients()")
        return gradients

    # --- what can be done without a person

    def go_to(self, step: int) -> None:
        self.page.evaluate("step => backprop.goTo(step)", step)

    def set_leaves(self, leaves: Mapping[str, float]) -> None:
        assert self.page.evaluate("leaves => backprop.set({ leaves })", dict(leaves))

    # --- what must be true

    def shows(self, step: Expected, numbers: Numbers) -> None:
        """The panel is at this step and holds its phase and what NumPy finds in it."""
        assert self.step == step.number
        text = self.panel.text_content() or ""
        assert WORDS["phase"][step.phase] in text
        for found in (
            *(shown(numbers.values[name]) for name in step.values),
            *(shown(numbers.gradients[name]) for name in step.gradients),
        ):
            # A formula raises exponents by its layout, a sentence by their letters.
            assert found in text or found.translate(LOWERED) in text, (
                f"step {step.number} does not show {found}: {text}"
            )

    def table_agrees(self, numbers: Numbers, leaves: Mapping[str, float]) -> None:
        """At the last step the table holds every value and gradient, to four decimals."""
        rows = [row.split("\n") for row in self.table_rows()]
        expected = [
            [spoken(name), given(leaves[name]) if name in leaves else shown(value)]
            for name, value in numbers.values.items()
        ]
        assert [row[1:3] for row in rows] == expected
        for name, row in zip(numbers.gradients, rows, strict=True):
            if name not in ("L", "y"):
                assert row[3] == shown(numbers.gradients[name]), name

    def table_rows(self) -> list[str]:
        """The cells of each row of the table, one a line; it is opened, since what is closed is not drawn."""
        table = self.page.locator('[data-region="table"] details')
        if not table.evaluate("details => details.open"):
            table.locator("summary").click()
        rows: list[str] = self.page.locator('[data-region="table"] tbody tr').evaluate_all(
            "rows => rows.map(row => [...row.cells].map(cell => cell.textContent).join('\\n'))"
        )
        return rows

    @property
    def notice(self) -> Locator:
        """What the page says it could not take; it is there only while it can be seen."""
        return self.page.get_by_role("button", name=WORDS["notice"]["close"]).locator("xpath=..")

    def notice_says(self, sentence: str) -> None:
        expect(self.notice).to_be_visible()
        expect(self.notice).to_contain_text(sentence)

    def is_without_notice(self) -> None:
        expect(self.notice).to_have_count(0)
