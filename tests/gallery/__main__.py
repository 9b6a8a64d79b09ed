"""`make gallery`: the page in many states, sizes and themes, in one overview for whoever looks at a change."""

import os
import re
import sys
import tempfile
import tomllib
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from playwright.sync_api import Browser

from generator.places import Places
from generator.site import building
from tests.browser import Theme, address, launched_browser
from tests.looks import FAULTS

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent
SHOTS = HERE / "shots"
SIZES = ((1920, 1080), (1440, 900), (1280, 720), (1024, 768), (768, 1024), (390, 844), (320, 640))
THEMES: tuple[Theme, ...] = ("light", "dark")


@dataclass(frozen=True, slots=True)
class State:
    """A state of the page, as states.toml describes it."""

    name: str
    address: str
    look: str = ""
    open: str = ""
    press: str = ""
    times: int = 1

    @property
    def slug(self) -> str:
        """Its name in the names of files."""
        return re.sub(r"\W+", "-", self.name.lower())


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture, and what measuring found wrong in it."""

    slug: str
    theme: Theme
    width: int
    height: int
    file: str
    faults: tuple[str, ...]


def read_states() -> list[State]:
    """The states of states.toml."""
    return [State(**entry) for entry in tomllib.loads((HERE / "states.toml").read_text("utf-8"))["state"]]


def photographed(page_file: Path, folder: Path, jobs: Sequence[tuple[State, Theme]]) -> list[Shot]:
    """The pictures of these states, at all sizes, by a browser of this process's own."""
    with launched_browser() as browser:
        return [
            shot for state, theme in jobs for shot in _state_shots(browser, page_file, folder, state, theme)
        ]


def _state_shots(browser: Browser, page_file: Path, folder: Path, state: State, theme: Theme) -> list[Shot]:
    page = browser.new_page(color_scheme=theme, reduced_motion="reduce")
    page.goto(address(page_file, state.address))
    # What is asked of the page by selector: an unknown one ends the gallery, so that its states stay those of the page.
    if state.open:
        page.eval_on_selector(state.open, "details => { details.open = true; }")
    for _ in range(state.times if state.press else 0):
        page.eval_on_selector(state.press, "button => button.click()")
    shots = []
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        page.eval_on_selector(
            state.look or "body", "element => element.scrollIntoView({ block: 'start', behavior: 'instant' })"
        )
        page.wait_for_timeout(60)  # what follows a change of size and a scroll is drawn a frame or two later
        file = f"{state.slug}-{width}-{theme}.jpg"
        page.screenshot(path=folder / file, type="jpeg", quality=85)
        shots.append(Shot(state.slug, theme, width, height, file, tuple(page.evaluate(FAULTS))))
    page.close()
    return shots


def make_gallery(folder: Path, states: Sequence[State], workers: int) -> list[Shot]:
    """Build the page, take all pictures, and write the overview into the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as built:
        page_file = Path(built) / "index.html"
        building.build(Places(ROOT, ROOT / "content"), network=None, output=page_file)
        jobs = list(product(states, THEMES))
        groups = [jobs[first::workers] for first in range(min(workers, len(jobs)))]
        with ProcessPoolExecutor(len(groups)) as pool:
            taken = pool.map(photographed, [page_file] * len(groups), [folder] * len(groups), groups)
            shots = [shot for group in taken for shot in group]
    templates = Environment(loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined)
    listed: list[dict[str, Any]] = []
    for state in states:
        own = sorted((shot for shot in shots if shot.slug == state.slug), key=lambda shot: -shot.width)
        faults = len({fault for shot in own for fault in shot.faults})
        listed.append(
            {"name": state.name, "slug": state.slug, "address": state.address, "shots": own, "faults": faults}
        )
    overview = templates.get_template("overview.html.jinja").render(states=listed, sizes=SIZES)
    (folder / "index.html").write_text(overview, encoding="utf-8")
    return shots


def main(names: list[str]) -> None:
    """Show the states whose names have one of these words in them, or all."""
    states = [
        state
        for state in read_states()
        if not names or any(name.lower() in state.name.lower() for name in names)
    ]
    if not states:
        sys.exit(f"error: no state {', '.join(names)}; there are {', '.join(s.name for s in read_states())}")
    shots = make_gallery(SHOTS, states, os.cpu_count() or 2)
    faults = sum(len(shot.faults) for shot in shots)
    print(
        f"{(SHOTS / 'index.html').relative_to(ROOT)}: {len(shots)} pictures, {faults} faults measured in them"
    )


if __name__ == "__main__":
    main(sys.argv[1:])
