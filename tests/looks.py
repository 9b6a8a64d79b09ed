"""How a page looks, measured in it: functions in JavaScript (looks.js) that every browser can be asked."""

from pathlib import Path

LOOKS = Path(__file__).with_suffix(".js").read_text(encoding="utf-8").rstrip().removesuffix(";")
"""An expression for an object with these functions."""

TOO_WIDE = f"() => ({LOOKS}).tooWide()"
"""What sticks out to the right of the window."""

SMALL = f"() => ({LOOKS}).small()"
"""What is smaller than 24 by 24 pixels."""

FAULTS = f"async () => {{ const looks = {LOOKS}; await looks.settled(); return looks.faults(); }}"
"""What is too wide, cut off, broken in the middle of a number, or covered."""

FORMULAS = f"() => ({LOOKS}).formulas()"
"""What is not set as it should be in formulas: accents, labels beneath braces, columns of matrices."""

WALK = f"async steps => {{ const looks = {LOOKS}; await looks.settled(); return looks.walk(steps); }}"
"""In which states there are such faults, with every panel open: at these steps, and with each tool."""
