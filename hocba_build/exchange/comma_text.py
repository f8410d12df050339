"""Tables as text (.csv): one sheet of texts, whatever parts its columns."""

from __future__ import annotations

import csv
import io
from typing import Final

from hocba_build.exchange.grid import Book, Grid
from hocba_build.exchange.refusals import RefusedFileError

_MARKS: Final = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_PARTING: Final = ",;\t"
_MOST_ROWS: Final = 20_000
_MOST_COLUMNS: Final = 200


def read_csv(raw: bytes) -> Book:
    """A table of texts; nothing in it is a number, a date or a formula.

    Raises:
        RefusedFileError: HB401 not UTF-8 or no table; HB402 too many rows or columns.
    """
    text = _decoded(raw)
    parting = max(_PARTING, key=text.partition("\n")[0].count)
    cells = {}
    try:
        for row, values in enumerate(csv.reader(io.StringIO(text), delimiter=parting, strict=True), start=1):
            if row > _MOST_ROWS or len(values) > _MOST_COLUMNS:
                raise RefusedFileError("HB402", f"tệp có hơn {_MOST_ROWS} hàng hoặc {_MOST_COLUMNS} cột: chia nhỏ ra")
            cells.update({(row, column): value for column, value in enumerate(values, start=1) if value.strip()})
    except csv.Error as error:
        raise RefusedFileError("HB401", "không đọc được như một bảng .csv (dấu ngoặc kép?): lưu lại") from error
    return Book((Grid("csv", cells),))


def _decoded(raw: bytes) -> str:
    coding = next((name for mark, name in _MARKS.items() if raw.startswith(mark)), "utf-8")
    try:
        return raw.decode(coding)
    except UnicodeDecodeError:
        message = "tệp .csv không phải bảng mã UTF-8: lưu lại bằng «CSV UTF-8», hoặc lưu dạng .xlsx"
        raise RefusedFileError("HB401", message) from None
