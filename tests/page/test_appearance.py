"""Colours, themes, motion; and that the upstream gradient and the local derivative never look alike."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import OpenPage, Theme
from tests.lesson.content import BACKWARD_STEP, LAST, STEPS, WORDS
from tests.page.lesson import Lesson

PAPER = "getComputedStyle(document.body).backgroundColor"
THEMES: tuple[Theme, ...] = ("light", "dark")


def theme_button(page: Page) -> Locator:
    return page.get_by_role("button", name=WORDS["theme"]["name"])


def is_dark(page: Page) -> bool:
    """Whether the ink is lighter than the paper, measured by what is drawn."""
    lightness = (
        "color => { const context = new OffscreenCanvas(1, 1).getContext('2d'); context.fillStyle = color;"
        " context.fillRect(0, 0, 1, 1); return context.getImageData(0, 0, 1, 1).data.slice(0, 3).reduce((a, b) => a + b); }"
    )
    paper, ink = (
        page.evaluate(lightness, page.evaluate(colour))
        for colour in (PAPER, PAPER.replace("backgroundColor", "color"))
    )
    return bool(paper < ink)


@pytest.mark.parametrize("system", THEMES)
def test_the_switch_goes_from_the_systems_theme_to_light_and_dark_and_back(
    open_page: OpenPage, system: Theme
) -> None:
    page = open_page(theme=system)
    assert is_dark(page) == (system == "dark")
    for name, dark in (("light", False), ("dark", True), ("system", system == "dark")):
        theme_button(page).click()
        expect(theme_button(page)).to_contain_text(WORDS["theme"][name])
        assert is_dark(page) == dark, name
    page.emulate_media(color_scheme="dark" if system == "light" else "light")
    assert is_dark(page) == (system == "light"), "a system that changes takes the page along"


def test_a_chosen_theme_is_there_after_a_reload_before_anything_is_drawn(open_page: OpenPage) -> None:
    page = open_page(alone=True)
    theme_button(page).click()
    theme_button(page).click()
    page.add_init_script(
        "new MutationObserver((_, observer) => { if (document.body) { observer.disconnect();"
        " window.atFirst = document.documentElement.dataset.theme; } }).observe(document, { childList: true, subtree: true })"
    )
    page.reload()
    assert page.evaluate("window.atFirst") == "dark"
    assert is_dark(page)
    expect(theme_button(page)).to_contain_text(WORDS["theme"]["dark"])


def test_a_theme_that_nobody_knows_is_none(open_page: OpenPage) -> None:
    page = open_page()
    page.evaluate("localStorage.setItem('theme', '\"><script>')")
    page.reload()
    expect(theme_button(page)).to_contain_text(WORDS["theme"]["system"])
    assert not is_dark(page)


def test_with_reduced_motion_nothing_is_animated(open_page: OpenPage) -> None:
    # What takes no time only waits before it appears, and does not move.
    running = "document.getAnimations().filter(({ effect }) => effect.getTiming().duration > 0).length"
    still, moving = (
        Lesson(open_page()),
        Lesson(open_page(reduced_motion="no-preference")),
    )
    for step in (2, 8, 9, BACKWARD_STEP["w11"]):
        still.go_to(step)
        moving.go_to(step)
        assert still.page.evaluate(running) == 0
        assert moving.page.evaluate(running) > 0, "otherwise the line above would say nothing"
    assert still.page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"
    still.node("z1").click()
    still.slider("w11").fill("1")
    assert still.page.evaluate(running) == 0


def test_dragging_a_slider_starts_no_animation(lesson: Lesson) -> None:
    lesson.page.evaluate("document.getAnimations().forEach(animation => animation.finish())")
    lesson.slider("w11").fill("1")
    lesson.slider("w11").fill("2")
    assert (
        lesson.page.evaluate(
            "document.getAnimations().filter(({ playState }) => playState === 'running')"
            ".map(({ effect }) => effect.target.outerHTML.slice(0, 80))"
        )
        == []
    )


@pytest.mark.parametrize("theme", THEMES)
def test_upstream_and_local_are_told_apart_in_words_and_in_colour(open_page: OpenPage, theme: Theme) -> None:
    lesson = Lesson(open_page(theme=theme))
    for step in STEPS:
        lesson.go_to(step.number)
        # Of several derivations one is open at a time, and what is closed is not drawn.
        derivations = lesson.panel.locator("details[name=derived] > summary")
        if derivations.count() > 0:
            derivations.first.click()
        names = [
            lesson.panel.locator(".line").get_by_text(WORDS["part"][part], exact=True)
            for part in ("upstream", "local")
        ]
        for name in names:
            expect(name).to_have_count(1 if step.gradients else 0)
        if step.gradients:
            upstream, local = (name.evaluate("element => getComputedStyle(element).color") for name in names)
            ink = lesson.panel.evaluate("element => getComputedStyle(element).color")
            assert len({upstream, local, ink}) == 3


def test_each_phase_has_one_colour(lesson: Lesson) -> None:
    colour = "element => getComputedStyle(element).color"
    seen: dict[str, set[str]] = {"forward": set(), "backward": set()}
    for step in STEPS:
        lesson.go_to(step.number)
        phase = lesson.panel.get_by_text(WORDS["phase"][step.phase], exact=True)
        seen[step.phase].add(phase.evaluate(colour))
        direction = lesson.page.get_by_text(WORDS["direction"][step.phase], exact=True)
        expect(direction).to_be_visible()
        seen[step.phase].add(direction.evaluate(colour))
    assert [len(colours) for colours in seen.values()] == [1, 1]
    assert seen["forward"] != seen["backward"]


def test_the_weights_show_their_sign_and_size(lesson: Lesson) -> None:
    def line(name: str) -> tuple[str, float]:
        colour, width = (
            lesson.edge(*name.split("-"))
            .locator("path")
            .last.evaluate(
                "path => [getComputedStyle(path).stroke, parseFloat(getComputedStyle(path).strokeWidth)]"
            )
        )
        return colour, width

    lesson.set_leaves({"w31": 2, "w32": -0.5})
    (positive, thick), (negative, thin) = line("h1-z3"), line("h2-z3")
    assert positive != negative
    assert thick > thin
    lesson.set_leaves({"w31": -2})
    assert line("h1-z3") == (negative, thick)
    # The legend shows the colours that the lines have.
    for name, colour in (("positive", positive), ("negative", negative)):
        swatch = "element => getComputedStyle(element, '::before').color"
        assert lesson.page.get_by_text(WORDS["legend"][name], exact=True).evaluate(swatch) == colour


def test_the_ticks_of_the_scrubber_have_the_colours_of_their_phases(lesson: Lesson) -> None:
    colours = lesson.page.locator('[data-region="transport"] .ticks > *').evaluate_all(
        "ticks => ticks.map(tick => getComputedStyle(tick).backgroundColor)"
    )
    assert len(colours) == LAST
    assert (len(set(colours[:8])), len(set(colours[8:])), len(set(colours))) == (1, 1, 2)
