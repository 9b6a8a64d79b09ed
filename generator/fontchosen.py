"""Which characters each block of the mathematics font has, and which of them borrow another one's drawing."""

from collections.abc import Mapping
from string import ascii_letters, ascii_lowercase, digits

from generator.font import CORE, LARGE, MATH_ITALICS

ROMAN = " \u00a0" + digits + ascii_lowercase + "BCEFLMNRST" + "()+,-./:;<=>[]_{|}"
ITALIC = "".join(MATH_ITALICS[letter] for letter in ascii_letters) + "ℓ"
GREEK_SMALL = "αβγδεηθλμπρσφω"
GREEK_CAPITAL = "ΔΠΣ"
SIGNS = "−±×÷·⋅⊙∣≠≈≤≥∈‖∞′√∑…⋯⋮⋱←→⏟"
SMALL_DIGITS = ""
# Modifier letters for <mover>; combining marks for plain text (𝑦̂) and for what stretches.
ACCENTS = "\u02c6\u02dc\u00af" + "\u0302\u0303\u0304"
SPACE_AND_INVISIBLE_OPERATORS = "\u2009\u2061\u2062\u2063\u2064"

_GREEK = [letter for letter in MATH_ITALICS if letter > "\u02ff"]
_UPRIGHT = [letter for letter in _GREEK if letter.isupper() or letter == "∇"]

DRAWN_ALIKE = {
    **{letter: MATH_ITALICS[letter] for letter in _GREEK if letter not in _UPRIGHT},
    **{MATH_ITALICS[letter]: letter for letter in _UPRIGHT},
}
"""Character -> the one whose drawing it borrows: mathematics slants small Greek letters, not the capitals."""

_ALIKE_IN_CORE = GREEK_SMALL + GREEK_CAPITAL + "∂∇"

_CORE = (
    ROMAN + ITALIC + SIGNS + SMALL_DIGITS + ACCENTS + SPACE_AND_INVISIBLE_OPERATORS
    + _ALIKE_IN_CORE + "".join(MATH_ITALICS[letter] for letter in _ALIKE_IN_CORE)
)  # fmt: skip


def _alphabet(first: int, count: int) -> str:
    """Letters that follow each other; where Unicode leaves a gap, the letter that stands elsewhere."""
    return "".join(_ELSEWHERE.get(first + place, chr(first + place)) for place in range(count))


_ELSEWHERE = {
    0x1D49D: "ℬ", 0x1D4A0: "ℰ", 0x1D4A1: "ℱ", 0x1D4A3: "ℋ", 0x1D4A4: "ℐ", 0x1D4A7: "ℒ", 0x1D4A8: "ℳ", 0x1D4AD: "ℛ",
    0x1D4BA: "ℯ", 0x1D4BC: "ℊ", 0x1D4C4: "ℴ", 0x1D506: "ℭ", 0x1D50B: "ℌ", 0x1D50C: "ℑ", 0x1D515: "ℜ", 0x1D51D: "ℨ",
    0x1D53A: "ℂ", 0x1D53F: "ℍ", 0x1D545: "ℕ", 0x1D547: "ℙ", 0x1D548: "ℚ", 0x1D549: "ℝ", 0x1D551: "ℤ",
}  # fmt: skip
CHOSEN: Mapping[str, str] = {
    CORE: _CORE,
    "greek": "".join(_GREEK) + "".join(MATH_ITALICS[letter] for letter in _GREEK) + "𝚤𝚥",
    "roman": ascii_letters,
    "bold": _alphabet(0x1D400, 52) + _alphabet(0x1D6A8, 58) + _alphabet(0x1D7CE, 10),
    "slanted": _alphabet(0x1D468, 52) + _alphabet(0x1D71C, 58),
    "script": _alphabet(0x1D49C, 52),
    "double": _alphabet(0x1D538, 52) + _alphabet(0x1D7D8, 10),
    "fraktur": _alphabet(0x1D504, 52),
    "sans": _alphabet(0x1D5A0, 52) + _alphabet(0x1D7E2, 10),
    "mono": _alphabet(0x1D670, 52) + _alphabet(0x1D7F6, 10),
    "signs": (
        "!#$%&?@\"*'\\§©¬°¶†‡•″‴⁗ℏ℘ℵ∀∃∄∅∉∋∓∖∗∘∙∝∠∥∦∧∨∩∪∴∵∼≃≅≔≜≡≪≫≺≻⊂⊃⊆⊇⊕⊖⊗⊢⊤⊥⊨⋄⋆⟂□■△◊∎´`¨ˇ˘˙˚\u20d7\u20db"
    ),
    "relations": (
        "£¥ð”‵ℶ℧∁∡∤≀≁≇≊≍≐≕≬≮≯≰≱≲≳≶≷≼≽⊈⊉⊊⊋⊎⊏⊐⊑⊒⊓⊔⊘⊚⊛⊞⊟⊠⊡⊣⊩⊲⊳⊴⊵⊺⊻⊼⋈⋉⋊⋎⋏⋔⋘⋙⌜⌝⌞⌟⌢⌣▵▷▽◁◯◻♠♡♢♣♭♮♯✓✠⨝⨿⩴⩽⩾⪯⪰"
    ),
    "arrows": "↔↖↗↘↙↚↛↠↢↣↦↩↪↮↶↷↺↻↼↽↾⇀⇁⇄⇆⇇⇉⇋⇌⇍⇏⇐⇒⇔⇝⇢⟵⟶⟷⟸⟹⟺⟼",
    LARGE: " ∫∬∭∮∏∐⋀⋁⋂⋃⨀⨁⨂⨄⨆⟨⟩⌈⌉⌊⌋⎰⎱⟮⟯⎴⎵⏜⏝⏞↑↓↕⇑⇓⇕\u0332",
}
"""What each block has. What two of them list, the first one has; but the large ones have a space of their own."""
