"""What a benchmark hands back, and how it is printed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True, slots=True)
class Row:
    """One measured figure; several samples stand as their median, with the least and the greatest beside it."""

    name: str
    samples: Sequence[float]
    unit: str
    budget: float | None = None
    note: str = ""

    @property
    def figure(self) -> float:
        """The median."""
        return median(self.samples)


@dataclass(frozen=True, slots=True)
class Table:
    """The figures of one subject, and a line that says how they were come by."""

    title: str
    rows: Sequence[Row]


def printed(table: Table) -> str:
    """The table as text, its columns aligned."""
    cells = [_cells(row) for row in table.rows]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    lines = [_aligned(row, widths) for row in cells]
    return "\n".join([table.title, *lines, ""])


def _cells(row: Row) -> tuple[str, str, str, str]:
    spread = f"{min(row.samples):.4g} … {max(row.samples):.4g}" if len(row.samples) > 1 else ""
    budget = f"{row.figure / row.budget:.2f} of {row.budget:.4g} {row.unit}" if row.budget else ""
    return row.name, f"{row.figure:.4g} {row.unit}", spread, "   ".join(filter(None, (budget, row.note)))


def _aligned(cells: Iterable[str], widths: Sequence[int]) -> str:
    name, figure, spread, rest = cells
    return f"  {name:<{widths[0]}}  {figure:>{widths[1]}}  {spread:^{widths[2]}}  {rest}".rstrip()
