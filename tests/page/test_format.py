"""Numbers as a reader sees them: a table by hand."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.script import Script
from tests.lesson.expected import shown

COMPUTED = {
    0.0: "0.0000",
    1.0: "1.0000",
    -0.33468: "−0.3347",
    0.66531: "0.6653",
    0.0123456: "0.0123",
    0.00123456: "0.00123",
    0.0099999: "0.01000",
    0.000999: "9.99×10⁻⁴",
    -0.000111: "−1.11×10⁻⁴",
    0.0000499: "4.99×10⁻⁵",
    -1e-12: "−1.00×10⁻¹²",
    999999.99994: "999999.9999",
    1e6: "1.00×10⁶",
    -1.5e300: "−1.50×10³⁰⁰",
    5e-324: "4.94×10⁻³²⁴",
    math.inf: "∞",
    -math.inf: "−∞",
    math.nan: "?",
}
GIVEN = {
    0.6: "0.6",
    -0.4: "−0.4",
    1.0: "1",
    0.0: "0",
    100.0: "100",
    0.1 + 0.2: "0.3",
    1 / 3: "0.3333",
    0.0001: "0.0001",
    1e-7: "1.00×10⁻⁷",
    -10.0: "−10",
}
FIELDS = {0.6: "0.6", -0.4: "-0.4", 1.0: "1", 0.1 + 0.2: "0.3", 1e-7: "1e-7", 1 / 3: "0.333333333333"}


@pytest.mark.parametrize(
    ("function", "table"), [("formatNumber", COMPUTED), ("formatGiven", GIVEN), ("fieldText", FIELDS)]
)
def test_a_number_is_written(script: Script, function: str, table: dict[float, str]) -> None:
    for number, text in table.items():
        assert script.call(function, number) == text


def test_zero_has_no_sign(script: Script) -> None:
    # −0 does not travel as JSON.
    assert script.call("() => [formatNumber(-0), formatGiven(-0), fieldText(-0)]") == ["0.0000", "0", "0"]


def test_decimals_can_be_chosen(script: Script) -> None:
    assert [script.call("formatNumber", 2 / 3, decimals) for decimals in (0, 1, 2, 6)] == [
        "1",
        "0.7",
        "0.67",
        "0.666667",
    ]


@given(st.floats(-1e300, 1e300))
def test_what_is_written_is_as_near_as_its_digits_allow(script: Script, number: float) -> None:
    text = script.call("formatNumber", number)
    assert "-" not in text
    assert "e" not in text
    mantissa, _, exponent = text.replace("−", "-").partition("×10")
    power = int(exponent.translate(str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")) or 0)
    if exponent:
        assert float(f"{mantissa}e{power}") == pytest.approx(number, rel=0.0051)
    else:
        assert float(mantissa) == pytest.approx(number, abs=0.000051, rel=0)
        assert number == 0 or float(mantissa) == pytest.approx(number, rel=0.0051)


@given(st.floats(-1e7, 1e7).map(lambda number: round(number, 7)))
def test_the_tests_own_way_of_writing_is_the_same(script: Script, number: float) -> None:
    """Else the browser's tests would compare with something else. (Halves are rounded differently; none is drawn here.)"""
    if abs(number * 1e4 % 1 - 0.5) > 1e-6 and abs(number * 1e5 % 1 - 0.5) > 1e-6:
        assert script.call("formatNumber", number) == shown(number)


@given(st.floats(-1e6, 1e6))
def test_a_field_holds_what_the_page_can_read_again(script: Script, number: float) -> None:
    text = script.call("fieldText", number)
    assert script.call("readNumber", text) == pytest.approx(number, rel=1e-11)


# --- digits, by the reader's choice

DIGITS = {
    "3": ["0.665", "−0.00123", "1.23×10⁻⁴", "0.000", "1.23×10⁶", "0.333", "0.1234"],
    "4": ["0.6653", "−0.00123", "1.23×10⁻⁴", "0.0000", "1.23×10⁶", "0.3333", "0.1234"],
    "6": ["0.665314", "−0.001235", "1.2346×10⁻⁴", "0.000000", "1.2346×10⁶", "0.333333", "0.1234"],
    "all": ["0.66531418", "−0.00123456", "1.23456×10⁻⁴", "0", "1.23456789×10⁶", "0.3333333333333333", "0.1234"],
}  # fmt: skip


@pytest.mark.parametrize(("digits", "expected"), DIGITS.items())
def test_numbers_have_as_many_decimals_as_are_chosen(
    script: Script, digits: str, expected: list[str]
) -> None:
    call = """(digits, numbers, given) => {
      writeWith(digits);
      const texts = [...numbers.map((number) => formatNumber(number)), ...given.map(formatGiven)];
      writeWith("4");
      return texts;
    }"""
    numbers = [0.66531418, -0.00123456, 0.000123456, 0.0, 1234567.89]
    assert script.call(call, digits, numbers, [1 / 3, 0.1234]) == expected


@given(st.floats(-1e300, 1e300).filter(lambda number: abs(number) > 1e-300))
def test_with_all_digits_a_number_is_itself(script: Script, number: float) -> None:
    text = script.call(
        '(x) => { writeWith("all"); const text = formatNumber(x); writeWith("4"); return text; }', number
    )
    mantissa, _, exponent = text.replace("−", "-").partition("×10")
    power = exponent.translate(str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")) or "0"
    assert float(f"{mantissa}e{power}") == number
