"""The hidden sheet: which template, what each visible sheet is about, and the values that were exported."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from hocba_build.domain.values import ClassId, StudentId, Term, YearId
from hocba_build.exchange.columns import SheetKey
from hocba_build.exchange.grid import Grid
from hocba_build.exchange.refusals import RefusedFileError
from hocba_build.records.codec import VERSION as CODEC

META: Final = "_meta"
TEMPLATE: Final = "hocba-bang-diem"
VERSION: Final = "1"
"""Raise it when a sheet's columns or words change their meaning: older sheets are then refused."""


@dataclass(frozen=True, slots=True)
class SheetMeta:
    """One visible sheet: what it is about, its columns' keys, and each pupil's exported words."""

    title: str
    key: SheetKey
    columns: tuple[str, ...]
    base: Mapping[StudentId, Mapping[str, str]]

    @property
    def pupils(self) -> str:
        """The digest of the pupil list."""
        return hashlib.sha256("\n".join(self.base).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class BookMeta:
    """A workbook's hidden sheet; ``commit`` is the one the records stood on, empty where there was none."""

    commit: str
    sheets: tuple[SheetMeta, ...]


def encode(meta: BookMeta) -> list[list[str]]:
    """The rows of the hidden sheet; the last one is a digest of all others, against slips."""
    lines = [["mau", TEMPLATE], ["phien_ban", VERSION], ["luoc_do", str(CODEC)], ["commit", meta.commit]]
    for sheet in meta.sheets:
        key = sheet.key
        lines.append(["trang", sheet.title, key.year, key.class_id, key.term.value, key.what])
        lines.append(["danh_sach", sheet.pupils])
        lines.append(["cot", *sheet.columns])
        for student, words in sheet.base.items():
            lines.append(["hs", student, *(words.get(name, "") for name in sheet.columns)])
    return [*lines, ["kiem", _digest(lines)]]


def _digest(lines: Iterable[Sequence[str]]) -> str:
    """Trailing empty cells do not survive a spreadsheet, so they do not count."""
    text = "\n".join("\t".join(line).rstrip("\t") for line in lines)
    return hashlib.sha256(text.encode()).hexdigest()


def decode(grids: Sequence[Grid]) -> BookMeta:
    """The hidden sheet of a workbook.

    Raises:
        RefusedFileError: HB404 there is none, or it was changed; HB405 it is of another version.
    """
    found = [grid for grid in grids if grid.title == META]
    if not found:
        message = (
            "không phải bảng do hocba xuất (thiếu trang ẩn _meta): xuất bảng bằng `hocba sheet export` "
            "rồi chép điểm vào"
        )
        raise RefusedFileError("HB404", message)
    lines = _lines(found[0])
    head = {line[0]: line[1] for line in lines[:4] if len(line) > 1}
    if head.get("mau") != TEMPLATE or not lines or lines[-1] != ["kiem", _digest(lines[:-1])]:
        raise RefusedFileError("HB404", "trang ẩn _meta đã bị sửa hoặc mất hàng: xuất lại bảng rồi chép điểm vào")
    if (head.get("phien_ban"), head.get("luoc_do")) != (VERSION, str(CODEC)):
        raise RefusedFileError("HB405", "bảng thuộc phiên bản mẫu khác: xuất lại bảng rồi chép điểm vào")
    return BookMeta(head.get("commit", ""), tuple(_sheets(lines[4:-1])))


def _lines(grid: Grid) -> list[list[str]]:
    """The rows as text, without trailing empty cells."""
    rows: dict[int, dict[int, str]] = {}
    for (row, column), value in grid.cells.items():
        rows.setdefault(row, {})[column] = _plain(value)
    lines = []
    for number in sorted(rows):
        cells = rows[number]
        line = [cells.get(column, "") for column in range(1, max(cells) + 1)]
        while len(line) > 1 and not line[-1]:
            line.pop()
        lines.append(line)
    return lines


def _plain(value: object) -> str:
    """Text as it was written; a number some program made of it, by its digits."""
    return f"{value:.15g}" if isinstance(value, float) else str(value)


def _sheets(lines: Sequence[Sequence[str]]) -> Iterator[SheetMeta]:
    starts = [number for number, line in enumerate(lines) if line[0] == "trang"]
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        yield _sheet(lines[start:end])


def _sheet(lines: Sequence[Sequence[str]]) -> SheetMeta:
    try:
        _, title, year, class_id, term, what = lines[0]
        columns = tuple(lines[2][1:])
        key = SheetKey.named(YearId(year), ClassId(class_id), Term(term), what)
        base = {StudentId(line[1]): _words(columns, line[2:]) for line in lines[3:]}
        meta = SheetMeta(title, key, columns, base)
        if list(lines[1]) != ["danh_sach", meta.pupils]:
            raise ValueError(lines[1])
    except (ValueError, IndexError) as error:
        raise RefusedFileError("HB404", "trang ẩn _meta không đọc được: xuất lại bảng rồi chép điểm vào") from error
    return meta


def _words(columns: Sequence[str], cells: Sequence[str]) -> dict[str, str]:
    return {name: text for name, text in zip(columns, cells, strict=False) if text}
