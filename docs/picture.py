"""Takes the picture of the README anew: `python -m docs.picture`. It needs Pillow, which makes the file small."""

from io import BytesIO
from pathlib import Path

from PIL import Image

from tests.browser import address, launched_browser

ROOT = Path(__file__).resolve().parent.parent
STEP = 13  # a gradient through tanh: graph, formula and plot all have something to show
COLOURS = 56


def take() -> None:
    """Photograph the built page at a backward step, at twice the size at which it is shown."""
    with launched_browser() as browser:
        page = browser.new_page(viewport={"width": 1280, "height": 850}, device_scale_factor=2)
        page.goto(address(ROOT / "build" / "index.html", f"step={STEP}"))
        page.evaluate("document.fonts.ready")
        taken = Image.open(BytesIO(page.screenshot(animations="disabled")))
    few = taken.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    few.save(ROOT / "docs" / "page.png", optimize=True)


if __name__ == "__main__":
    take()
