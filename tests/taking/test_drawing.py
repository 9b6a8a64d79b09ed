"""A drawing whose style stands in its elements looks as the browser draws it with the style sheet."""

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser

from generator import drawing
from generator.cli import main
from tests.browser import OpenPage, Theme, address
from tests.project import CONTENT

NETWORKS = ("original", "flowers", "rosenbrock", "circles")

LOOKS = """() => {
  const names = ["fill", "fillOpacity", "stroke", "strokeWidth", "strokeDasharray", "strokeLinecap", "textAnchor",
    "fontSize", "fontWeight", "fontStyle", "letterSpacing"];
  const clear = (colour) => /^(transparent|rgba\\(.*, 0\\))$/.test(colour);
  const looks = [];
  const seen = (element, style) => {
    for (let each = element; each instanceof SVGElement; each = each.parentElement) {
      const { display, opacity } = getComputedStyle(each);
      if (display === "none" || opacity === "0") return false;
    }
    return !clear(style.fill) && !clear(style.stroke);
  };
  for (const element of document.querySelectorAll("path, rect, circle, line, polygon, text, tspan")) {
    const style = getComputedStyle(element);
    if (!seen(element, style) || element.getAttribute("width") === "100%") continue;
    const look = Object.fromEntries(names.map((name) => [name, style[name]]));
    look.what = [element.tagName, ...["d", "x", "y", "width", "height"].map((name) => element.getAttribute(name))].join();
    look.text = element.textContent;
    // What shows a rim behind its letters is drawn twice where that cannot be said.
    const rim = style.paintOrder.startsWith("stroke") && style.stroke !== "none" && element.closest("text");
    if (rim && element.tagName === "text") {
      const parts = [element, ...element.querySelectorAll("tspan")];
      for (const stroke of [style.stroke, "none"]) {
        for (const part of parts) {
          const own = getComputedStyle(part);
          looks.push({ ...Object.fromEntries(names.map((name) => [name, own[name]])), stroke, text: part.textContent,
            what: [part.tagName, ...["d", "x", "y", "width", "height"].map((name) => part.getAttribute(name))].join() });
        }
      }
    } else if (!rim) looks.push(look);
  }
  return looks;
}"""


def exported(network: str, *more: str) -> Path:
    result = CliRunner().invoke(
        main, ["export", "svg", "--network", str(CONTENT / "networks" / f"{network}.toml"), *more]
    )
    assert result.exit_code == 0, result.output
    return Path(result.output.strip())


def looks_of(browser: Browser, path: Path, theme: Theme) -> list[dict[str, Any]]:
    tab = browser.new_page(color_scheme=theme, reduced_motion="reduce")
    tab.goto(address(path.resolve()))
    looks: list[dict[str, Any]] = tab.evaluate(LOOKS)
    tab.close()
    return looks


@pytest.mark.parametrize(("theme", "more"), [("light", []), ("dark", ["--dark"])])
def test_every_part_of_an_export_looks_as_with_the_style_sheet(
    theme: Theme, more: list[str], browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for network in NETWORKS:
        plain = looks_of(browser, exported(network, *more), theme)
        with monkeypatch.context() as patched:
            patched.setattr(drawing, "self_styled", lambda text, *, dark: text)  # noqa: ARG005
            styled = looks_of(browser, exported(network, *more), theme)
        assert len(styled) > 20
        assert plain == styled, network


def test_the_page_hands_out_the_same_drawing(open_page: OpenPage, browser: Browser, tmp_path: Path) -> None:
    page = open_page(theme="dark", hash="step=18&tool=take")
    with page.expect_download() as download:
        page.get_by_role("button", name="SVG", exact=True).click()
    mine = tmp_path / "page.svg"
    download.value.save_as(mine)
    text = mine.read_text(encoding="utf-8")
    assert "data:font/woff2" in text
    assert all(sign not in text for sign in ("var(", "light-dark", " class=", "data-node"))
    with pytest.MonkeyPatch.context() as patched:
        patched.chdir(tmp_path)
        theirs = exported("original", "--dark")
        assert looks_of(browser, mine, "light") == looks_of(browser, theirs, "light")
