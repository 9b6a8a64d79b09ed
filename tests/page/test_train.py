"""The tool "train" in the browser, as a person uses it."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser import OpenPage

CIRCLES = (
    "net=2;4:tanh;2:tanh;1:sigmoid;bce&tool=train&data=circles&dataseed=1&optimizer=adam&rate=0.03&batch=10"
)

PLAIN = "net=2;4:tanh;1:sigmoid;bce&tool=train&data=circles&rate=0.5"


def losses(page: Page) -> dict[str, float]:
    found: dict[str, float] = page.evaluate(
        "(({ loss, testLoss }) => ({ loss, testLoss }))(backprop.training())"
    )
    return found


def test_a_run_is_made_watched_and_taken_back(open_page: OpenPage) -> None:
    page = open_page(hash=CIRCLES)
    train = page.locator("div.train")
    first = losses(page)
    page.get_by_role("button", name="One epoch").click()
    expect(train).to_contain_text("update 16, epoch 1")
    assert losses(page)["loss"] < first["loss"]
    page.get_by_label("Pace").select_option(label="as fast as it can")
    page.get_by_role("button", name="Run").click()
    page.wait_for_function("() => backprop.training().loss < 0.05")
    page.get_by_role("button", name="Pause").click()
    right = re.search(r"(\d+) of 160 samples are on the right side", train.inner_text())
    assert right
    assert int(right[1]) >= 157
    page.get_by_role("button", name="Back to the start").click()
    assert losses(page) == first
    page.keyboard.press("Control+z")
    assert losses(page)["loss"] < 0.05


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_circles_train_from_several_seeds(open_page: OpenPage, seed: int) -> None:
    page = open_page(hash=CIRCLES.replace("dataseed=1", f"dataseed={seed}") + "&update=1000")
    assert losses(page)["loss"] < 0.05
    assert losses(page)["testLoss"] < 0.3


def test_a_link_opens_the_very_moment(open_page: OpenPage) -> None:
    page = open_page(hash=f"{CIRCLES}&update=200")
    state = page.evaluate("backprop.state().leaves")
    page.wait_for_timeout(400)
    other = open_page(hash=page.evaluate("location.hash.slice(1)"))
    assert other.evaluate("backprop.state().leaves") == state
    assert other.evaluate("backprop.training().update") == 200
    stepped = open_page(hash=CIRCLES)
    assert stepped.evaluate("backprop.train({ updates: 200 })") is True
    assert stepped.evaluate("backprop.state().leaves") == state


def test_an_update_is_opened_and_one_of_its_samples_is_a_lesson(open_page: OpenPage) -> None:
    page = open_page(hash=f"{CIRCLES}&update=37&look=37")
    body = page.locator(".update-body")
    expect(body).to_contain_text("Update 37, in epoch 3, takes 10 samples.")
    rows = body.locator("table").first.locator("tbody tr")
    expect(rows).to_have_count(10)
    gradient = rows.nth(2).locator("td").last.inner_text()
    rows.nth(2).get_by_role("button").click()
    page.evaluate("backprop.goTo(backprop.steps().length)")
    shown = float(gradient.replace("−", "-"))
    assert page.evaluate("backprop.gradients().w11") == pytest.approx(shown, rel=5e-3)
    expect(page.locator(".panel-place")).to_contain_text(gradient)


def test_a_run_that_diverges_stops_itself_and_says_so(open_page: OpenPage) -> None:
    page = open_page(hash="net=1;1:identity;mse&tool=train&data=line&rate=4&batch=0&update=500")
    expect(page.locator("div.train")).to_contain_text("The run diverged at update")
    assert page.evaluate("backprop.training().update") < 500
    expect(page.get_by_role("button", name="Run", exact=True)).to_be_disabled()


def test_a_number_that_is_changed_by_hand_is_where_a_new_run_begins(open_page: OpenPage) -> None:
    page = open_page(hash=f"{CIRCLES}&update=50")
    page.evaluate("backprop.set({ leaves: { w11: 0.5 } })")
    assert page.evaluate("backprop.training().update") == 0
    page.evaluate("backprop.set({ leaves: { x1: 0.25 } })")
    page.get_by_role("button", name="One update", exact=True).click()
    assert page.evaluate("backprop.training().update") == 1
    assert page.evaluate("backprop.state().leaves.x1") == 0.25


def samples(page: Page) -> int:
    return page.locator(".samples circle").count()


def test_samples_are_placed_moved_and_taken_away(open_page: OpenPage) -> None:
    """By mouse, by keys, and by touch; and the link has them."""
    page = open_page(hash=CIRCLES)
    surface = page.locator('[data-surface="samples"]')
    surface.scroll_into_view_if_needed()
    page.get_by_role("button", name="class 0").click()
    box = surface.bounding_box()
    assert box
    x, y = box["width"] - 40, box["height"] - 40
    surface.click(position={"x": x, "y": y})
    assert samples(page) == 201
    expect(page.locator('[data-field="train-set"]')).to_have_value("own")
    box = surface.bounding_box()
    assert box
    page.mouse.move(box["x"] + x, box["y"] + y)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 4, steps=3)
    page.mouse.up()
    page.get_by_text("Your own samples").click()
    fields = page.locator('[data-field="train-input"]')
    left, right, low, up = map(float, (surface.get_attribute("data-reach") or "").split(" "))
    assert float(fields.nth(0).input_value()) == pytest.approx((left + right) / 2, abs=0.02)
    assert float(fields.nth(1).input_value()) == pytest.approx(low + (up - low) * 3 / 4, abs=0.02)
    fields.nth(0).fill("0.25")
    fields.nth(0).press("Enter")
    assert page.evaluate("backprop.training().settings.data") == "own"
    page.get_by_role("button", name="Remove", exact=True).click()
    assert samples(page) == 200
    page.keyboard.press("Control+z")
    assert samples(page) == 201

    page.get_by_role("button", name="Remove all but two").click()
    page.get_by_label("Sample, of 2").fill("2")
    page.get_by_label("Sample, of 2").press("Enter")
    page.get_by_role("button", name="Add a copy").click()
    assert samples(page) == 3
    page.get_by_role("button", name="Run").click()
    page.wait_for_function("() => backprop.training().update > 20")
    page.get_by_role("button", name="Pause").click()
    state = page.evaluate("[backprop.training(), backprop.state().leaves]")
    page.wait_for_timeout(400)
    other = open_page(hash=page.evaluate("location.hash.slice(1)"))
    assert other.evaluate("[backprop.training(), backprop.state().leaves]") == state
    assert samples(other) == 3


def test_a_table_is_pasted_or_refused_with_its_place(open_page: OpenPage) -> None:
    page = open_page(hash=CIRCLES)
    page.get_by_text("Your own samples").click()
    area = page.get_by_label("As CSV")
    before = page.evaluate("[backprop.training(), location.hash]")
    for text, said in (
        ("a,b,y\n1,2,0\n3,x,1\n", "Line 3, column 2: found “x”, expected a number."),
        ("a,b,y\n1,2,0\n3,1\n", "Line 3, column 2: found 2 cells, expected 3."),
        ("a,y\n1,0\n3,1\n", "The table has inputs in 1 columns, the network has 2"),
        ("a,b,y\n1,2,0\n3,4,7\n", "Sample 2 has the target 7; the loss takes 0 … 1."),
    ):
        area.fill(text)
        page.get_by_role("button", name="Use this text").click()
        expect(page.locator("#notice").get_by_text(said)).to_be_visible()
        assert area.input_value() == text, "nothing that was typed is lost"
        assert page.evaluate("[backprop.training(), location.hash]") == before
    area.fill("\ufeffpetal;sepal;kind\n1,5;2;cat\n3;-4;dog\n0;0;cat\n")
    page.get_by_role("button", name="Use this text").click()
    assert samples(page) == 3
    with page.expect_download() as download:
        page.get_by_role("button", name="Save as a file").click()
    assert download.value.path().read_text() == "x1,x2,y\n1.5,2,0\n3,-4,1\n0,0,0\n"


def test_features_are_inputs(open_page: OpenPage) -> None:
    """One neuron parts circles once it reads the squares; a wrong text is refused, and nothing is lost by it."""
    page = open_page(hash="net=2;1:sigmoid;bce&tool=train&data=circles&rate=2")
    assert page.evaluate("backprop.train({ updates: 300 })")
    assert losses(page)["loss"] > 0.5, "no line parts a disc from a ring"
    inputs = page.locator("div.train").get_by_role("group", name="Inputs")
    for name in ("x₁²", "x₂²"):
        button = inputs.get_by_role("button", name=name, exact=True)
        button.click()
        expect(button).to_have_attribute("aria-pressed", "true")
    expect(page.locator('[data-node="x3"]').first).to_contain_text("₁²")
    assert page.evaluate("backprop.train({ updates: 300 })")
    assert losses(page)["loss"] < 0.2
    expect(page.locator("div.train")).to_contain_text("160 of 160 samples are on the right side")
    there = page.evaluate("[backprop.state(), backprop.training()]")
    field = page.get_by_label("another, such as x1*x2")
    for text, said in (
        (
            "x1 +",
            "“x1+” cannot be an input: expected a formula of x1, x2, such as x1^2 or sin(x1), each once.",
        ),
        ("x3", "“x3” cannot be an input: expected a formula of x1, x2"),
        ("log(x1)", "“log(x1)” cannot be an input: it has no value for sample"),
    ):
        field.fill(text)
        field.press("Enter")
        expect(page.locator("#notice").get_by_text(said)).to_be_visible()
        assert field.input_value() == text
        assert page.evaluate("[backprop.state(), backprop.training()]") == there
    field.fill("x1*x2")
    field.press("Enter")
    product = inputs.get_by_role("button", name="x₁x₂", exact=True)
    expect(product).to_have_attribute("aria-pressed", "true")
    expect(field).to_have_value("")
    # What is read already is not taken out by being typed again.
    field.fill(" x1 * x2")
    field.press("Enter")
    expect(field).to_have_value("")
    expect(product).to_have_attribute("aria-pressed", "true")
    page.evaluate("backprop.set({ leaves: { x1: 0.5, x2: -2 } })")
    leaves = page.evaluate("backprop.state().leaves")
    assert [leaves[f"x{k}"] for k in range(1, 6)] == [0.5, -2, 0.25, 4, -1], "features follow their columns"
    page.wait_for_timeout(400)
    other = open_page(hash=page.evaluate("location.hash.slice(1)"))
    assert other.evaluate("backprop.state().leaves") == leaves


def test_own_samples_and_features_are_in_one_link_as_far_as_they_fit(open_page: OpenPage) -> None:
    """The link has the columns; what is too long for it is said to be left out."""
    page = open_page(
        hash="net=x1^2,x1*x2,sin(3*x2);2:tanh;1:sigmoid;bce&tool=train&data=moons&samples=20&test=0.25"
    )
    page.get_by_role("combobox", name="Samples").select_option(label="your own")
    assert page.evaluate("backprop.train({ updates: 5 })")
    run = page.evaluate("backprop.training()")
    assert run["settings"]["samples"] == 20
    page.wait_for_timeout(400)
    link = page.evaluate("location.hash.slice(1)")
    assert "points=2;" in link
    other = open_page(hash=link)
    assert other.evaluate("backprop.training()") == run
    other.get_by_text("Your own samples").click()
    said = other.get_by_text("These samples are too many for a link")
    expect(said).to_have_count(0)
    other.get_by_label("As CSV").fill(
        "x1,x2,y\n" + "".join(f"{k / 7},{k * k / 9},{k % 2}\n" for k in range(120))
    )
    other.get_by_role("button", name="Use this text").click()
    expect(said).to_be_visible()
    other.wait_for_timeout(400)
    assert "points=" not in other.evaluate("location.hash")


def test_a_link_of_tensorflow_playground_is_opened_or_pasted(open_page: OpenPage) -> None:
    hash_ = "activation=relu&batchSize=25&dataset=xor&learningRate=0.1&noise=5&networkShape=3&seed=0.5&x=true&y=true&xSquared=true&discretize=true"
    page = open_page(hash=hash_)
    notice = page.locator("#notice")
    expect(notice).to_contain_text("This is a link of TensorFlow Playground")
    expect(notice).to_contain_text("Not quite as there: discretize=true.")
    expect(page.get_by_role("combobox", name="Samples")).to_have_value("quadrants")
    settings = page.evaluate("backprop.training().settings")
    assert [settings[name] for name in ("rate", "batch", "noise", "samples", "shuffle")] == [
        0.1,
        25,
        0.05,
        500,
        False,
    ]
    leaves = page.evaluate("backprop.state().leaves")
    # The page writes whose samples they are, and other samples are drawn as ours are.
    page.get_by_role("button", name="One update", exact=True).click()
    page.wait_for_function("() => location.hash.includes('playground=0.5')")
    page.get_by_label("Seed", exact=True).first.fill("2")
    page.get_by_label("Seed", exact=True).first.press("Enter")
    page.wait_for_function("() => !location.hash.includes('playground')")
    other = open_page(hash="tool=train&preset=xor")
    other.get_by_text("Your own samples").click()
    other.get_by_label("As CSV").fill(f" https://playground.tensorflow.org/#{hash_}\n")
    other.get_by_role("button", name="Use this text").click()
    expect(other.locator("#notice")).to_contain_text("This is a link of TensorFlow Playground")
    assert other.evaluate("backprop.state().leaves") == leaves
    other.go_back()
    expect(other.get_by_role("combobox", name="Network")).to_have_value("xor")


def test_a_file_is_dropped_and_taken_or_refused(open_page: OpenPage, tmp_path: Path) -> None:
    """As a file manager drops it: the browser makes the DataTransfer."""
    page = open_page(hash=CIRCLES)
    session = page.context.new_cdp_session(page)

    def drop(text: str, on: str) -> None:
        file = tmp_path / "samples.csv"
        file.write_text(text, encoding="utf-8")
        page.locator(on).scroll_into_view_if_needed()
        box = page.locator(on).bounding_box()
        assert box
        where = {"x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] / 2}
        data = {"items": [], "files": [str(file)], "dragOperationsMask": 1}
        for kind in ("dragEnter", "dragOver", "drop"):
            session.send("Input.dispatchDragEvent", {"type": kind, "data": data, **where})

    before = page.evaluate("[backprop.training(), location.hash]")
    drop("a,b,y\n1,2,0\n3,x,1\n", ".train .plane")
    expect(
        page.locator("#notice").get_by_text("Line 3, column 2: found “x”, expected a number.")
    ).to_be_visible()
    assert page.evaluate("[backprop.training(), location.hash]") == before
    drop("a;b;y\n0,5;2;0\n3;-4;1\n1;1;1\n", ".train .plane")
    expect(page.locator(".samples circle")).to_have_count(3)
    expect(page.locator('[data-field="train-set"]')).to_have_value("own")
    expect(page.locator("#notice")).not_to_contain_text("Line 3")
    page.keyboard.press("Control+z")
    expect(page.locator(".samples circle")).to_have_count(200)


def test_what_is_held_does_not_move(open_page: OpenPage) -> None:
    """In a run and in a step, of a network and of a formula; the link says it."""
    page = open_page(hash=CIRCLES)
    page.get_by_role("button", name="learned: weight w11", exact=True).click()
    before = page.evaluate("backprop.state().leaves")
    page.get_by_role("button", name="One epoch").click()
    after = page.evaluate("backprop.state().leaves")
    moved = {name for name in before if before[name] != after[name]}
    learned = {name for name in before if name not in ("x1", "x2", "y", "w11")}
    assert moved == learned
    page.wait_for_timeout(400)
    other = open_page(hash=page.evaluate("location.hash.slice(1)"))
    assert other.evaluate("backprop.state().leaves") == after

    page = open_page(hash="f=h1=tanh(w*x1%2Bu*h0)%0AL=(h1-t1)^2")
    held = page.locator('.hold[aria-pressed="true"]')
    assert [label.split()[-1] for label in held.evaluate_all("all => all.map(e => e.ariaLabel)")] == [
        "x1",
        "h0",
        "t1",
    ]
    page.get_by_role("button", name=re.compile("^data: .* h0$")).click()
    page.evaluate("backprop.goTo(backprop.steps().length)")
    before = page.evaluate("backprop.state().leaves")
    page.get_by_role("button", name="Take this step").click()
    after = page.evaluate("backprop.state().leaves")
    assert {name for name in before if before[name] != after[name]} == {"w", "u", "h0"}


def test_two_runs_beside_each_other(open_page: OpenPage) -> None:
    page = open_page(hash=PLAIN)
    page.get_by_role("button", name="Compare a setting").click()
    page.locator('[data-field="train-optimizer"]').select_option("adam")
    for _ in range(3):
        page.get_by_role("button", name="One epoch").click()
    expect(page.locator(".charts")).to_contain_text("Optimizer: Gradient descent")
    expect(page.locator(".two-runs .plane")).to_have_count(2)
    told = page.locator(".charts .key.other").inner_text()
    page.wait_for_timeout(400)
    assert "versus=optimizer:gradient_descent" in page.evaluate("location.hash")
    other = open_page(hash=page.evaluate("location.hash.slice(1)"))
    assert other.locator(".charts .key.other").inner_text() == told
    alone = open_page(hash=f"{PLAIN}&update=48")
    loss = alone.locator(".charts .key.learned").inner_text().split()[-1]
    assert told.split()[-1] == loss, "it is the run that the other setting gives by itself"


def test_a_run_of_a_file_is_compared_with_numpys(open_page: OpenPage) -> None:
    """Where nothing was changed; the build has made it too."""
    page = open_page(hash="preset=circles&tool=train&update=60")
    proof = page.get_by_text("Compared with the run that NumPy made")
    expect(proof).to_contain_text("after 1, 10, 50 updates")
    told = re.search(r"differ by ([\d.]+)×10⁻(\S+) at most", proof.inner_text())
    assert told, proof.inner_text()
    assert told[2] in ("⁹", "¹⁰", "¹¹", "¹²", "¹³", "¹⁴", "¹⁵", "¹⁶")
    page.locator('[data-field="train-seed"]').fill("2")
    page.locator('[data-field="train-seed"]').press("Enter")
    page.get_by_role("button", name="One epoch").click()
    expect(proof).to_have_count(0)


def test_a_run_is_taken_along_as_a_program(open_page: OpenPage) -> None:
    page = open_page(hash=f"{PLAIN}&update=20")
    with page.expect_download() as download:
        page.get_by_role("button", name="NumPy", exact=True).click()
    assert download.value.suggested_filename == "run-numpy.py"
    text = download.value.path().read_text(encoding="utf-8")
    assert text.count("], [") >= 159, "all samples that are learned from are in it"
    exec(compile(text, "run-numpy.py", "exec"), {"__name__": "__main__"})  # noqa: S102 - what we have written ourselves
    end = re.search(r"start, end = \S+, (\S+)\n", text)
    assert end
    assert float(end[1]) == losses(page)["loss"]


def test_the_loss_surface_and_the_trails_are_read_by_keys(open_page: OpenPage) -> None:
    page = open_page(hash=f"{PLAIN}&update=48&plane=w11,b1")
    train = page.locator("div.train")
    expect(train.locator(".surface .height").first).to_be_attached()
    picture = page.get_by_role("img", name="The loss over two parameters")
    reach = train.locator('[data-reads="surface"]').get_attribute("data-reach") or ""
    left, right, low, high = map(float, reach.split(" "))
    read = train.locator(".surface .told-there")

    def after(*keys: str) -> tuple[float, float, float]:
        picture.focus()
        for key in keys:
            page.keyboard.press(key)
        said = re.fullmatch(r".* = (\S+), .* = (\S+): a loss of (\S+)", read.inner_text())
        assert said
        x, y, loss = (float(each.replace("−", "-")) for each in said.groups())
        return x, y, loss

    step = page.evaluate("backprop.state().step")
    x, y, loss = after("ArrowRight")
    assert (x, y) == pytest.approx(
        ((left + right) / 2 + (right - left) / 20, (low + high) / 2),
        abs=(right - left) / 200,
    )
    assert read.get_attribute("role") == "status"
    # Every corner can be read, and no further; the lesson has not stepped.
    assert after(*["ArrowLeft"] * 25, *["ArrowUp"] * 25)[:2] == pytest.approx((left, high), rel=5e-3)
    finer = after("Shift+ArrowRight", "Shift+ArrowDown")
    assert finer[:2] == pytest.approx((left + (right - left) / 100, high - (high - low) / 100), abs=0.02)
    assert page.evaluate("backprop.state().step") == step
    # What is said there is the mean loss with these two, which is asked of the network anew.
    weights = page.evaluate("backprop.state().leaves") | {"w11": x, "b1": y}
    page.evaluate("(leaves) => backprop.set({ leaves })", weights)
    said = page.locator(".charts .key.learned").inner_text()
    assert float(said.split()[-1]) == pytest.approx(loss, rel=0.02)

    page.evaluate("backprop.train({ updates: 20 })")
    trails = page.get_by_role("img", name=re.compile("The trails of all"))
    trails.focus()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    told = re.fullmatch(r"(\S+) after update .*", train.locator(".charts span.told-there").inner_text())
    assert told
    chosen = train.locator('[data-field="train-parameter"]').first
    assert chosen.evaluate("e => e.selectedOptions[0].text") == told[1]


def test_an_update_of_thousands_of_samples_shows_some_at_a_time(open_page: OpenPage) -> None:
    page = open_page(
        hash="net=2;8:tanh;8:tanh;1:sigmoid;bce&tool=train&data=circles&samples=5000&test=0&batch=0&shuffle=0&update=2"
    )
    opens = """() => {
      const began = performance.now();
      document.querySelector('[data-action="train-open"]').click();
      return performance.now() - began;
    }"""
    assert page.evaluate(opens) < 1000, "of 5,000 samples, those that are seen are computed"
    rows = page.locator(".update-body table").first.locator("tbody tr")
    expect(rows).to_have_count(50)
    expect(page.locator(".update-body")).to_contain_text("takes 5000 samples")
    page.get_by_role("button", name="51–100").click()
    expect(rows.first).to_contain_text("no. 51")
    page.get_by_role("button", name="1–50").click()
    expect(rows.first).to_contain_text("no. 1")


def test_trails_and_the_loss_surface_are_read_and_chosen(open_page: OpenPage) -> None:
    """What is pointed at is told in words; who does not point has the lists and the sentences."""
    page = open_page(hash=f"{PLAIN}&update=48")
    train = page.locator("div.train")
    expect(train.locator(".run-chart .trail")).to_have_count(17)
    expect(train.get_by_text("The map is being computed.")).to_have_count(0)
    sentence = train.get_by_text("All others are as after update 48.")
    least = re.search(r"from \S+ at (\S+) = (\S+) and (\S+) = (\S+) to", sentence.inner_text())
    assert least
    axes = [train.locator(f'[data-field="train-{axis}"]') for axis in ("across", "up")]
    assert [axis.evaluate("e => e.selectedOptions[0].text") for axis in axes] == [least[1], least[3]]

    # At the lowest place of the map its loss is read, up to the places between its points.
    surface = train.locator('[data-reads="surface"]')
    surface.scroll_into_view_if_needed()
    left, right, low, high = map(float, (surface.get_attribute("data-reach") or "").split(" "))
    box = surface.bounding_box()
    assert box
    x, y = (float(number.replace("−", "-")) for number in (least[2], least[4]))
    across, up = box["width"] * (x - left) / (right - left), box["height"] * (high - y) / (high - low)
    surface.hover(position={"x": across, "y": up}, force=True)
    read = re.search(r"a loss of (\S+)", train.locator(".surface .told-there").inner_text())
    lowest = re.search(
        r"times as large, the fuller the colour the larger: from (\S+) at", sentence.inner_text()
    )
    assert read
    assert lowest
    assert float(read[1]) == pytest.approx(float(lowest[1]), rel=2e-3)

    # The other axis gives way to what is chosen for this one.
    axes[0].select_option(label=least[3])
    assert [axis.evaluate("e => e.selectedOptions[0].text") for axis in axes] == [least[3], least[1]]

    page.wait_for_timeout(400)
    plane = re.search(r"plane=([^&]*)", page.evaluate("location.hash"))
    assert plane
    other = open_page(hash=f"{PLAIN}&update=48&{plane[0]}&parameter=b5")
    fields = [other.locator(f'[data-field="train-{name}"]') for name in ("across", "up", "parameter")]
    assert [field.input_value() for field in fields] == [*plane[1].split(","), "b5"]

    trails = train.locator('[data-reads="trails"]')
    trails.scroll_into_view_if_needed()
    trails.click(position={"x": 1, "y": 4}, force=True)
    told = re.fullmatch(r"(\S+) after update 0: (\S+)", train.locator(".charts span.told-there").inner_text())
    assert told
    page.get_by_role("button", name="Back to the start").click()
    first = {name: n for name, n in page.evaluate("backprop.state().leaves").items() if name[0] in "wb"}
    assert max(first.values()) == pytest.approx(float(told[2]), abs=1e-4)
    assert (
        train.locator('[data-field="train-parameter"]').evaluate("e => e.selectedOptions[0].text") == told[1]
    )
    page.get_by_role("button", name="Compare a setting").click()
    page.locator('[data-field="train-optimizer"]').select_option("adam")
    page.get_by_role("button", name="One epoch").click()
    expect(train.locator(".surface .walked")).to_have_count(1)
    expect(train.locator(".surface .other")).to_have_count(1)
