"""What a drag and a click may set going, in counts, which are the same on every machine."""

from playwright.sync_api import CDPSession, Page

from tests.browser import OpenPage
from tests.page.lesson import Lesson

EVENTS = 12
# One frame begins as another ends; a window may be painted once more for reasons of its own.
SLACK = 2

EACH_IN_A_FRAME = """async (act) => {
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  const slider = document.querySelector("input[type=range][name=w11]");
  const next = document.querySelector("[data-action=next]");
  for (let k = 1; k <= %d; k += 1) {
    await frame();
    if (act === "click") next.click();
    else {
      slider.value = String(k / 10);
      slider.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }
  await frame();
}"""


def layouts(session: CDPSession) -> float:
    """How often the page has been laid out so far."""
    metrics: list[dict[str, float | str]] = session.send("Performance.getMetrics")["metrics"]
    return next(float(metric["value"]) for metric in metrics if metric["name"] == "LayoutCount")


def counted(page: Page, act: str) -> float:
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable")
    page.evaluate(EACH_IN_A_FRAME % 2, act)
    before = layouts(session)
    page.evaluate(EACH_IN_A_FRAME % EVENTS, act)
    return layouts(session) - before


def test_a_drag_and_a_click_lay_the_page_out_once(open_page: OpenPage) -> None:
    """What asks for a place or a size between two changes has the browser lay out everything twice."""
    page = open_page(reduced_motion="reduce")
    Lesson(page).go_to(2)
    assert EVENTS // 2 <= counted(page, "drag") <= EVENTS + SLACK
    assert EVENTS // 2 <= counted(page, "click") <= EVENTS + SLACK
