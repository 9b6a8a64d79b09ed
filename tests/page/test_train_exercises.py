"""An update as an exercise, in the browser: who computes with the numbers that are shown finds the answers."""

import re
from io import BytesIO
from typing import Any

from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.browser import OpenPage
from tests.lesson.content import WORDS

WORDS_OF_TRAIN = WORDS["tools"]["train"]
MOMENTUM = (
    "net=2;4:tanh;1:sigmoid;bce&tool=train&data=circles&optimizer=momentum&rate=0.5&batch=5&digits=6&update=9"
)


SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻−", "0123456789--")


def number(text: str) -> float:
    return float(text.translate(SUPERSCRIPTS).replace("×10", "e"))


def gradients(page: Page) -> list[float]:
    """Those of the samples, as the table shows them."""
    return [number(each) for each in page.locator(".update-body td.gradient").all_inner_texts()]


def given(page: Page, name: str) -> float:
    """A number that the update begins with."""
    pair = page.locator(".update-body .needed .pair").filter(has_text=name).first
    return number(pair.inner_text().split("=")[1])


def answer(page: Page, text: str) -> None:
    page.locator("#answer").fill(text)
    page.keyboard.press("Enter")


def test_an_update_is_practised_to_its_end(open_page: OpenPage) -> None:
    """From the button in Practise on, by keyboard, with a slip that is named, a hint, and the answer that is shown."""
    page = open_page(hash=MOMENTUM.replace("momentum", "gradient_descent"))
    page.get_by_role("button", name="Practise", exact=True).click()
    page.get_by_label("Asked for").select_option(label="every step")
    page.get_by_role("button", name="The same in an update of training").click()
    feedback = page.locator("#feedback")
    page.locator("#answer").focus()
    found = gradients(page)
    assert len(found) == 5
    mean = sum(found) / len(found)
    answer(page, "much")
    expect(feedback).to_have_text(WORDS["tools"]["practice"]["unreadable"])
    answer(page, str(sum(found)))
    expect(feedback).to_have_text(WORDS_OF_TRAIN["slips"]["sum_for_mean"])
    answer(page, str(mean))
    expect(feedback).to_have_text("Right.")
    page.keyboard.press("Enter")
    # Of plain descent: the move, with the formula and its numbers as hints, then the new value.
    expect(page.locator("#ask")).to_have_text(WORDS_OF_TRAIN["asks"]["move"])
    rows = page.locator(".arithmetic tbody tr")
    assert rows.nth(1).locator("td").all_inner_texts() == ["", "", "?"]
    for _ in range(2):
        page.get_by_role("button", name="Hint").click()
    assert "?" not in "".join(rows.nth(1).locator("td").all_inner_texts()[:2])
    page.get_by_role("button", name="Show the result").click()
    move = number(rows.nth(1).locator("td.number").inner_text())
    rate = page.evaluate("backprop.state().rate")
    assert abs(move - rate * mean) < 2e-3
    page.get_by_role("button", name="Go on").click()
    w = page.evaluate("backprop.state().leaves.w11")
    answer(page, str(w - move))
    expect(feedback).to_have_text("Right.")
    expect(page.locator(".update-body .score")).to_contain_text("3 of 3 answered")
    expect(page.locator(".arithmetic")).not_to_contain_text("?")
    went = page.locator(".update-body .round li")
    expect(went).to_have_text([f"1× {WORDS_OF_TRAIN['slips']['sum_for_mean']}"])
    # What was found is what the update makes.
    page.get_by_role("button", name="One update", exact=True).click()
    assert abs(page.evaluate("backprop.state().leaves.w11") - (w - move)) < 1e-3


def test_a_bug_in_an_update_is_found_by_computing(open_page: OpenPage) -> None:
    """Line by line: the first result that the shown numbers do not give is marked, and the page explains it."""
    page = open_page(hash=f"{MOMENTUM}&look=9&exercise=bug&bug=1")
    expect(page.locator(".update-body")).to_contain_text("Samples after no. 160 are kept for the test")
    learned, seen = 160, set()
    for _ in range(8):
        found = gradients(page)
        samples = page.locator(".update-body tbody").first.get_by_role("button").all_inner_texts()
        mean, m, move, new = (
            number(each) for each in page.locator(".arithmetic td.number").all_inner_texts()
        )
        w, before = page.evaluate("backprop.state().leaves.w11"), given(page, "m")
        rate, kept = page.evaluate("backprop.state().rate"), 0.9
        wrong = [
            len(set(samples)) < len(samples) or max(int(each.split()[-1]) for each in samples) > learned,
            abs(mean - sum(found) / len(found)) > 1e-5,
            abs(m - (kept * before + mean)) > 1e-5,
            abs(move - rate * m) > 1e-5,
            abs(new - (w - move)) > 1e-5,
        ].index(True)
        marks = page.locator(".update-body").get_by_role("button", name=": This is the first wrong step")
        expect(marks).to_have_count(5)
        # One that is right is told from one that follows.
        if wrong > 0:
            marks.nth(0).focus()
            page.keyboard.press("Enter")
            expect(page.locator(".update-body .feedback")).to_have_text(WORDS["tools"]["bugs"]["right"])
            # The focus stays where one is; now the place before has other words.
            assert page.evaluate("document.activeElement.dataset.step") == "0"
            marks.nth(wrong - 1).click()
        else:
            marks.nth(3).click()
            expect(page.locator(".update-body .feedback")).to_have_text(WORDS["tools"]["bugs"]["follows"])
            marks.nth(0).click()
        text = page.locator(".update-body .feedback").inner_text()
        (name,) = (bug for bug, said in WORDS_OF_TRAIN["bugs"].items() if said == text)
        seen.add(name)
        page.get_by_role("button", name="Next bug").click()
    assert seen == {"not_zeroed", "sum_for_mean", "stale_momentum", "used_twice", "test_sample"}
    expect(page.locator(".update-body .score")).to_contain_text("8 found with 16 marks")

    # A link opens the same one; its samples are lessons, also the one that does not belong there.
    page.wait_for_timeout(400)
    other = open_page(hash=page.evaluate("location.hash.slice(1)"))
    assert gradients(other) == gradients(page)
    for sample in other.locator(".update-body tbody").first.get_by_role("button").all()[:5]:
        shown = number(sample.locator("xpath=ancestor::tr").locator("td.gradient").inner_text())
        sample.click()
        assert abs(other.evaluate("backprop.gradients().w11") - shown) < 1e-3


def backprop_state(page: Page) -> Any:
    return page.evaluate("backprop.state()")


def printed(page: Page, name: str) -> str:
    """What comes out of the printer after a press of the button, without white space."""
    page.evaluate("window.print = () => {}")
    page.locator(".update-body").get_by_role("button", name=name, exact=True).click()
    pdf = PdfReader(BytesIO(page.pdf(format="A4")))
    return re.sub(r"\s", "", "".join(sheet.extract_text() for sheet in pdf.pages))


def test_an_update_is_printed_and_its_answers_too(open_page: OpenPage) -> None:
    """A sheet of the opened update: its new value is asked for, and stands in the key alone."""
    words = WORDS["tools"]["practice"]
    page = open_page(hash=MOMENTUM + "&look=9&exercise=practise")
    page.get_by_label("Asked for").select_option(label="the last step")
    before = backprop_state(page)
    sheet, key = printed(page, words["print"]), printed(page, words["print_key"])
    asked = re.sub(r"\s", "", WORDS_OF_TRAIN["asks"]["w_t"])
    for paper, title in ((sheet, "sheet_title"), (key, "key_title")):
        assert re.sub(r"\s", "", words[title]) in paper
        assert asked in paper
    # The present moment is that after the update, and the first parameter the one that is asked about.
    answer = f"≈{before['leaves']['w11']:.2f}".replace("-", "−")
    assert answer in key
    assert answer[1:] not in sheet.rpartition(asked)[2]
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    expect(page.locator(".worksheet")).to_have_count(0)
    assert backprop_state(page) == before
