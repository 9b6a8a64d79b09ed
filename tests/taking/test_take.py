"""The tool "Take it along", used as a person does."""

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser import OpenPage


def taken(page: Page, name: str, folder: Path) -> Path:
    with page.expect_download() as download:
        page.get_by_role("button", name=name, exact=True).click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def test_files_have_the_present_numbers(open_page: OpenPage, tmp_path: Path) -> None:
    page = open_page(hash="step=2")
    page.get_by_role("button", name="Take it along").click()
    page.evaluate("backprop.set({ leaves: { w11: 0.75 } })")
    program = taken(page, "Python", tmp_path)
    assert program.name == "original-pass.py"
    text = program.read_text(encoding="utf-8")
    assert "w11 = 0.75\n" in text
    exec(compile(text, "program.py", "exec"), {})  # noqa: S102 - its asserts hold the numbers
    # By hand: 0.75·0.6 + 0.3·0.4 + 0.1 = 0.67.
    assert "0.6700" in taken(page, "LaTeX", tmp_path).read_text(encoding="utf-8")
    assert "weights = [[0.75, -0.3], [-0.4, 0.5]]" in taken(page, "TOML", tmp_path).read_text(
        encoding="utf-8"
    )
    drawing = taken(page, "SVG", tmp_path)
    assert drawing.name == "original-graph.svg"
    picture = taken(page, "PNG", tmp_path).read_bytes()
    assert picture.startswith(b"\x89PNG")
    assert len(picture) > 20_000, "an empty picture is small"


def test_what_is_not_finite_has_no_program(open_page: OpenPage) -> None:
    page = open_page(hash="f=1/x&v=0&tool=take")
    expect(page.get_by_role("button", name="JAX", exact=True)).to_be_disabled()
    expect(page.get_by_text("There is no program while a value or a gradient is not finite.")).to_be_visible()
    expect(page.get_by_role("button", name="JSON", exact=True)).to_be_enabled()
