"""Empty tables for people to fill in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from hocba_build.exchange.brought import draw_results
from hocba_build.exchange.drawing import Drawing
from hocba_build.exchange.openpyxl_door import write_xlsx
from hocba_build.exchange.plain_table import plain_table
from hocba_build.exchange.pupil_columns import TEMPLATE
from hocba_build.workflows.sheets.export import write_private

_ROWS: Final = 50


def _draw_list() -> Drawing:
    blank = [""] * (len(TEMPLATE) - 1)
    return plain_table("Học sinh", list(TEMPLATE), [(number, *blank) for number in range(1, _ROWS + 1)], TEMPLATE)


TEMPLATES: Final[Mapping[str, tuple[str, Callable[[], Drawing]]]] = {
    "list": ("mau-danh-sach-hoc-sinh.xlsx", _draw_list),
    "results": ("mau-ket-qua-mang-den.xlsx", draw_results),
}
"""Each template's file name and its drawing."""


def write_template(kind: str, out: Path | None = None) -> Path:
    """Write a template; the path written."""
    name, draw = TEMPLATES[kind]
    path = out or Path(name)
    write_private(path, write_xlsx(draw()))
    return path
