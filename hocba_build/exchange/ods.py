"""What calamine does not tell of an .ods sheet: formulas, merged cells, hidden rows and columns (content.xml)."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from hocba_build.exchange.grid import Area, Place
from hocba_build.exchange.refusals import RefusedFileError

_TABLE: Final = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE: Final = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_ROWS: Final = frozenset({"table-header-rows", "table-row-group", "table-rows"})
_COLUMNS: Final = frozenset({"table-header-columns", "table-column-group", "table-columns"})
_ALIKE: Final = 200
"""Neighbours that repeat one formula."""
_MAX: Final = 20_000
"""Rows or columns looked at: a sheet is padded with repeated empty ones to its very end."""


@dataclass(slots=True)
class Unseen:
    """The marks of one sheet, places from 1."""

    formulas: set[Place] = field(default_factory=set)
    merged: list[Area] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    corner: Place = (0, 0)
    """The last filled row and column; what lies before is as large in memory, filled or not."""

    def reach(self, row: int, column: int) -> None:
        """A filled cell."""
        self.corner = (max(self.corner[0], row), max(self.corner[1], column))


def unseen(raw: bytes) -> dict[str, Unseen]:
    """The marks of every sheet by its name.

    Raises:
        RefusedFileError: HB401, content.xml cannot be read.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as package:
            root = fromstring(package.read("content.xml"))
        return {table.get(f"{_TABLE}name", ""): _sheet(table) for table in root.iter(f"{_TABLE}table")}
    except (KeyError, ValueError, ParseError, DefusedXmlException, zipfile.BadZipFile) as error:
        message = "content.xml của tệp .ods không đọc được: mở bằng LibreOffice rồi lưu lại"
        raise RefusedFileError("HB401", message) from error


def _sheet(table: Element) -> Unseen:
    marks = Unseen()
    number = 1
    for column in _flat(table, "table-column", _COLUMNS):
        count = _repeated(column, "columns")
        if column.get(f"{_TABLE}visibility", "visible") != "visible":
            marks.hidden_columns.update(range(number, min(number + count, _MAX)))
        number += count
    number = 1
    for row in _flat(table, "table-row", _ROWS):
        count = _repeated(row, "rows")
        if row.get(f"{_TABLE}visibility", "visible") != "visible":
            marks.hidden_rows.update(range(number, min(number + count, _MAX)))
        _cells(row, number, count, marks)
        number += count
    return marks


def _flat(element: Element, wanted: str, groups: frozenset[str]) -> Iterator[Element]:
    """Rows (or columns) in order, also those inside groups and headers."""
    for child in element:
        name = child.tag.removeprefix(_TABLE)
        if name == wanted:
            yield child
        elif name in groups:
            yield from _flat(child, wanted, groups)


def _repeated(element: Element, what: str) -> int:
    text = element.get(f"{_TABLE}number-{what}-repeated", "1")
    return int(text) if text.isdigit() else 1


def _cells(row: Element, number: int, times: int, marks: Unseen) -> None:
    column = 1
    for cell in row:
        count = _repeated(cell, "columns")
        if len(cell) or cell.get(f"{_OFFICE}value-type"):
            marks.reach(number + times - 1, column + count - 1)
        if cell.get(f"{_TABLE}formula") is not None:
            rows, columns = range(number, number + min(times, _ALIKE)), range(column, column + min(count, _ALIKE))
            marks.formulas.update((row, at) for row in rows for at in columns)
        down, across = (int(cell.get(f"{_TABLE}number-{what}-spanned", "1")) for what in ("rows", "columns"))
        if down > 1 or across > 1:
            marks.merged.append((number, column, number + down - 1, column + across - 1))
        column += count
