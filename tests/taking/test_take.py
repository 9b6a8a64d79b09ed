"""The tool "Take it along", used as a person does."""

import base64
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


def test_a_step_without_a_formula_has_none_to_take_and_says_so(open_page: OpenPage) -> None:
    page = open_page(hash="step=1&tool=take")
    step = page.get_by_role("group", name="This step", exact=True)
    expect(step.get_by_role("button", name="LaTeX")).to_be_disabled()
    expect(step).to_contain_text("This step has no formula of its own.")
    page.keyboard.press("ArrowRight")
    expect(step.get_by_role("button", name="LaTeX")).to_be_enabled()
    expect(step).not_to_contain_text("no formula")


INK = """(picture) => new Promise((done) => {
  const image = new Image();
  image.onload = () => {
    const canvas = Object.assign(document.createElement("canvas"), { width: 320, height: 180 });
    const context = canvas.getContext("2d");
    context.drawImage(image, 0, 0, 320, 180);
    const { data } = context.getImageData(0, 0, 320, 180);
    const ground = data.slice(0, 3).join();
    const inked = (from, to) => Array.from({ length: (to - from) * 320 }, (_, k) => 4 * (from * 320 + k))
      .filter((at) => data.slice(at, at + 3).join() !== ground).length;
    done({ size: [image.naturalWidth, image.naturalHeight], graph: inked(0, 98), formulas: inked(102, 180) });
  };
  image.src = `data:image/png;base64,${picture}`;
})"""


def test_a_step_is_a_slide_with_its_graph_and_its_formulas(open_page: OpenPage, tmp_path: Path) -> None:
    page = open_page(hash="step=11&tool=take", theme="dark")
    path = taken(page, "Slide (PNG)", tmp_path)
    assert path.name == "original-step-11.png"
    ink = page.evaluate(INK, base64.b64encode(path.read_bytes()).decode())
    width, height = ink["size"]
    assert (width * 9, width >= 1920) == (height * 16, True)
    assert min(ink["graph"], ink["formulas"]) > 700, ink
    # Ten weights' gradients in one step: all of it is still on the slide.
    page.evaluate("location.hash = 'net=8;4:relu;2:softmax;cce&step=12&tool=take'")
    path = taken(page, "Slide (PNG)", tmp_path)
    assert page.evaluate(INK, base64.b64encode(path.read_bytes()).decode())["formulas"] > 700
