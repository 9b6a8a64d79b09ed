"""The one reader of numbers that people type: it gives exactly the number that is written, or none."""

import math
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.script import Script

READ = {
    "0.4": 0.4,
    ".4": 0.4,
    "0,4": 0.4,
    ",4": 0.4,
    "1,2345": 1.2345,
    "0,234": 0.234,
    "2/5": 0.4,
    " 2 / 5 ": 0.4,
    "1 ⁄ 3": 1 / 3,
    "１／３": 1 / 3,
    "-0.4": -0.4,
    "\u22120.4": -0.4,
    "\u20130.4": -0.4,
    "\u20140.4": -0.4,
    "\u20110.4": -0.4,
    "－０．４": -0.4,
    "\u2212 2/5": -0.4,
    "\u200e-0.4\u200f": -0.4,
    "+3": 3.0,
    "3.": 3.0,
    "4e-1": 0.4,
    "4E\u22121": 0.4,
    "4×10^-1": 0.4,
    "4 x 10^(-1)": 0.4,
    "4*10**-1": 0.4,
    "1.23×10⁻⁵": 1.23e-5,
    "\u22121.23×10⁷": -1.23e7,
    "10⁻³": 1e-3,
    "½": 0.5,
    "-½": -0.5,
    "2¾": 2.75,
    "٣٫٥": 3.5,
    "०.५": 0.5,
    "𝟏.𝟓": 1.5,
    "0": 0.0,
    "-0": 0.0,
    "1/4": 0.25,
    ".5/2": 0.25,
    "1e6": 1e6,
    "-241311698.19999987": -241311698.19999987,
    "1e308": 1e308,
    "5e-324": 5e-324,
}
REFUSED = [
    "", " ", "-", ".", ",", "x", "0.4.1", "0,4,1", "1,000.5", "1,234", "-12,345", "1,234,567", "1.5,2", "1/0", "0/0", "1/-2",
    "--1", "+-1", "2e", "1/2/3", "0x10", "0b1", "∞", "NaN", "Infinity", "1e999", "1e-999", "1e-999/1e-999", "1.5\t2.5",
    "1.5 2.5", "1 5", "1\n5", "5%", "€5", "5 px", "1.23×10−5", "1.23×105", "5²", "2½3", "0.5½", "1 1/2", "(5)", "1_000", "1'000", "1e2.5", "1..5", "3-", "5-3",
]  # fmt: skip


@pytest.mark.parametrize("text", READ)
def test_a_number_is_read_however_it_is_written(script: Script, text: str) -> None:
    found = script.call("readTyped", text)
    assert found == READ[text]
    assert math.copysign(1, found) == math.copysign(1, READ[text])


@pytest.mark.parametrize("text", REFUSED)
def test_what_is_no_number_is_not_guessed(script: Script, text: str) -> None:
    assert script.call("readTyped", text) is None


@pytest.mark.parametrize("text", ["", "-", ".", "−", "1e", "1e-", "1/", "2*", "2×10^", "2×10^-"])
def test_what_may_still_become_a_number_is_begun(script: Script, text: str) -> None:
    assert script.call("isBegun", text) is True
    assert script.call("readTyped", text) is None


@pytest.mark.parametrize("text", ["1", "x", "1.5\t2.5", "5%", "0x10", "1.2.3", "1,234"])
def test_what_is_one_or_cannot_become_one_is_not(script: Script, text: str) -> None:
    assert script.call("isBegun", text) is False


ROWS = ["0123456789", "０１２３４５６７８９", "٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹", "०१२३४५६७८९", "𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗"]
MINUSES = "-\u2010\u2011\u2012\u2013\u2014\u2212\uff0d\ufe63"
RAISED = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")


@st.composite
def spellings(draw: st.DrawFn) -> tuple[str, float]:
    """A number, and one of the many ways to write it."""
    digits = draw(st.text("0123456789", min_size=1, max_size=17))
    point = draw(st.integers(0, len(digits)))
    exponent = draw(st.integers(-330, 290))
    whole, fraction = digits[:point], digits[point:]
    sign = draw(st.sampled_from(["", "+", *MINUSES]))
    mark = draw(st.sampled_from([".", ",", "．", "，"])) if fraction or draw(st.booleans()) else ""
    tail = draw(
        st.sampled_from(
            [
                "",
                f"e{exponent}",
                f"E{exponent}",
                f"×10^{exponent}",
                f" x 10^({exponent})",
                f"*10**{exponent}",
                f"×10{str(exponent).translate(RAISED)}",
            ]
        )
    )
    number = Fraction(int(digits)) / 10 ** len(fraction) * (Fraction(10) ** exponent if tail else 1)
    row = draw(st.sampled_from(ROWS))
    text = f"{sign}{draw(st.sampled_from(['', ' ']))}{whole}{mark}{fraction}{tail}"
    if text[-1] >= "⁰" or text[-1] in "¹²³":
        row = ROWS[0]  # raised digits are of their own
    text = text.translate(str.maketrans(ROWS[0], row))
    around = draw(st.sampled_from(["", " ", "\u00a0", "\u200e", "\n"]))
    return around + text + around, float(-number if sign and sign != "+" else number)


@settings(max_examples=400, deadline=None)
@given(spellings())
def test_every_spelling_gives_its_number_or_none(script: Script, written: tuple[str, float]) -> None:
    text, number = written
    found = script.call("readTyped", text)
    if found is None:
        # Too large, too small, or with a comma before just three digits.
        assert math.isinf(number) or number == 0 or script.call("mayBeThousands", text), text
    else:
        assert found == pytest.approx(number, rel=1e-15, abs=0), text


@settings(max_examples=300, deadline=None)
@given(st.text("0123456789.,-−+e/ ×x10^%\t½", max_size=9))
def test_no_text_gives_a_number_that_is_not_written(script: Script, text: str) -> None:
    """What Python takes for a number is that number here too; what both refuse is nothing."""
    found = script.call("readTyped", text)
    try:
        number = float(text.replace("−", "-").replace(",", "."))
    except ValueError:
        # Nothing but a quotient, a power of ten or a fraction may be more than that; none forgets a letter of it.
        assert found is None or any(sign in text for sign in "/^½") or len(text.split()) > 1, text
    else:
        assert found is None or float(found) == number, text
