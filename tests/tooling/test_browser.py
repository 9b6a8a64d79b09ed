from pathlib import Path

from playwright.sync_api import Browser

from tests.browser import Heard, address

PAGE = """<!doctype html><title>t</title><p id="place">here</p>
<script>
  console.log("said");
  fetch("https://example.invalid/data").catch(() => document.body.append("refused"));
  setTimeout(() => { throw new Error("thrown"); });
</script>
"""


def test_what_a_page_says_throws_and_asks_for_is_heard_and_the_network_is_refused(
    browser: Browser, tmp_path: Path
) -> None:
    file = tmp_path / "a page.html"
    file.write_text(PAGE)
    heard = Heard()
    context = browser.new_context()
    heard.listen(context)
    page = context.new_page()
    page.goto(address(file, "place"))
    page.get_by_text("refused").wait_for()
    assert page.url.endswith("a%20page.html#place")
    context.close()
    assert heard.requests == ["https://example.invalid/data"]
    assert "log: said" in heard.console
    assert len(heard.errors) == 1
    assert "thrown" in heard.errors[0]


def test_a_quiet_page_is_heard_to_be_quiet(browser: Browser, tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_text('<!doctype html><title>t</title><link rel="icon" href="data:,"><p>quiet')
    heard = Heard()
    context = browser.new_context()
    heard.listen(context)
    context.new_page().goto(address(file))
    context.close()
    assert heard == Heard()
