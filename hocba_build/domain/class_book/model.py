"""A class's book: its cover and its pages, in tables that a workbook and a print share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from hocba_build.domain.signers import Signature
from hocba_build.domain.tables import Cell, Head, Line, Table
from hocba_build.domain.values import ClassId, YearId


class Kind(Enum):
    """What a column holds; print and workbook know how wide that is."""

    NUMBER = auto()
    NAME = auto()
    CODE = auto()
    DATE = auto()
    MARK = auto()
    COUNT = auto()
    WORD = auto()
    NOTE = auto()
    LONG = auto()


@dataclass(frozen=True, slots=True)
class Column:
    """One column; neighbours of the same group have a heading in common."""

    text: str
    kind: Kind
    group: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """One page, or several where the list is long; ``key`` is a workbook's tab, ``signed`` who signs below."""

    key: str
    title: str
    subtitle: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    signed: tuple[tuple[str, str], ...] = ()
    hints: tuple[str, ...] = ()
    wide: bool = False

    @property
    def table(self) -> Table:
        """The page's table."""
        return Table(self.title, heads_of(self.columns), tuple(map(Line, self.rows)))


@dataclass(frozen=True, slots=True)
class Cover:
    """The cover."""

    school: str
    ward: str
    district: str
    province: str
    class_name: str
    year: YearId
    homeroom: str


@dataclass(frozen=True, slots=True)
class ClassBook:
    """The whole book."""

    class_id: ClassId
    cover: Cover
    pages: tuple[Page, ...]
    signature: Signature
    draft: bool


def heads_of(columns: Sequence[Column]) -> tuple[Head, ...]:
    """The headings of columns, neighbours of a group under one."""
    heads: list[Head] = []
    last = ""
    for column in columns:
        if column.group and column.group == last:
            heads[-1] = Head(last, (*heads[-1].under, column.text))
        else:
            heads.append(Head(column.group, (column.text,)) if column.group else Head(column.text))
        last = column.group
    return tuple(heads)


def numbered(rows: Iterable[tuple[Cell, ...]]) -> tuple[tuple[Cell, ...], ...]:
    """Rows with their number first."""
    return tuple((number, *row) for number, row in enumerate(rows, start=1))
