from pathlib import Path

import pytest

from tests.bench import page_weight
from tests.bench.table import Row, Table, printed

PAGE = f"""<!doctype html><title>t</title>
<style>@font-face{{src:url(data:font/woff2;base64,{"A" * 1000})}}{"p{}" * 1000}</style>
<p>{"words" * 1000}</p>
<script type="application/json" id="data">{"0.5 " * 1000}</script>
<script>{"document;" * 1000}</script>
"""


def test_a_table_shows_the_median_the_spread_and_the_share_of_the_budget() -> None:
    rows = [Row("build", [0.3, 0.2, 0.7], "s", 0.6, "elsewhere"), Row("imports", [0.25], "s")]
    assert printed(Table("Times", rows)).splitlines() == [
        "Times",
        "  build     0.3 s  0.2 … 0.7  0.50 of 0.6 s   elsewhere",
        "  imports  0.25 s",
    ]


def test_the_parts_of_a_page_add_up_to_the_page(tmp_path: Path) -> None:
    page = tmp_path / "index.html"
    page.write_text(PAGE, encoding="utf-8")
    whole, *parts = page_weight.measure(tmp_path, page).rows
    assert [row.name.strip() for row in parts] == ["font", "data", "script", "style", "markup"]
    assert sum(row.figure for row in parts) == pytest.approx(whole.figure)
    raw = [float(row.note.removesuffix(" KB raw")) for row in parts]
    assert raw == pytest.approx([1, 4, 9, 3, 5], abs=0.1)
