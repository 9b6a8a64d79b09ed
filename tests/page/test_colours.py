"""The palette: every colour of text is above 4.5:1 on every ground it stands on, in both themes."""

import itertools
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from tests.browser import OpenPage, Theme

TEXT = ("ink", "ink-soft", "forward", "backward", "positive", "negative")
GROUNDS = ("paper", "surface", "sunken", "lit", "forward-tint", "backward-tint")
LEAST = 4.5
"""WCAG 2.2, 1.4.3."""


def luminance(colour: tuple[int, int, int]) -> float:
    """Relative luminance, as WCAG 2.2 defines it."""
    linear = [
        channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
        for channel in (part / 255 for part in colour)
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: tuple[int, int, int], other: tuple[int, int, int]) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def colours(page: Page) -> Iterator[tuple[str, tuple[int, int, int]]]:
    for name in (*TEXT, *GROUNDS):
        red, green, blue = page.evaluate(
            """name => {
              const probe = document.body.appendChild(document.createElement("i"));
              probe.style.color = `var(--${name})`;
              const context = new OffscreenCanvas(1, 1).getContext("2d");
              context.fillStyle = getComputedStyle(probe).color;
              context.fillRect(0, 0, 1, 1);
              probe.remove();
              return [...context.getImageData(0, 0, 1, 1).data.slice(0, 3)];
            }""",
            name,
        )
        yield name, (red, green, blue)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_text_is_readable_on_every_ground(open_page: OpenPage, theme: Theme) -> None:
    palette = dict(colours(open_page(theme=theme)))
    assert contrast(palette["ink"], palette["paper"]) > 10
    poor = {
        f"{text} on {ground}": round(contrast(palette[text], palette[ground]), 2)
        for text, ground in itertools.product(TEXT, GROUNDS)
        if contrast(palette[text], palette[ground]) < LEAST
    }
    assert poor == {}


def test_what_contrast_is() -> None:
    assert contrast((0, 0, 0), (255, 255, 255)) == pytest.approx(21)
    assert contrast((119, 119, 119), (255, 255, 255)) == pytest.approx(4.48, abs=0.01)
