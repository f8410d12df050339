"""Class books of a year as files that their owner only can read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from enum import Enum
from multiprocessing import get_context
from pathlib import Path

from hocba_build.domain.class_book.book import class_book
from hocba_build.domain.class_book.model import ClassBook
from hocba_build.domain.errors import HocbaError
from hocba_build.domain.facts import YearFacts, year_facts
from hocba_build.domain.school import SchoolRecords
from hocba_build.domain.values import ClassId, StudentId, YearId
from hocba_build.exchange.openpyxl_door import write_xlsx
from hocba_build.exchange.report_book import book_of
from hocba_build.publishing.report.class_book import class_book_pdf
from hocba_build.workflows.sheets.export import write_private


class Form(Enum):
    """As what a book is written."""

    PDF = "pdf"
    XLSX = "xlsx"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which books (no class named: every class of the year), in which forms, and what they may say."""

    year: YearId
    classes: tuple[ClassId, ...] = ()
    forms: tuple[Form, ...] = tuple(Form)
    families: bool = False
    locked: bool = False


def write_class_books(records: SchoolRecords, wanted: Wanted, out: Path, jobs: int = 1) -> Iterator[Path]:
    """Write ``so-lop-<year>-<class>`` of each book; each path when it is there.

    Raises:
        HocbaError: no such year or class.
    """
    facts = _facts(records, wanted.year, wanted.classes)
    books = [
        class_book(records, facts, one, families=wanted.families, draft=not wanted.locked)
        for one in wanted.classes or facts.classes
    ]
    for book, files in zip(books, _made([(book, wanted.forms) for book in books], jobs), strict=True):
        for form, data in zip(wanted.forms, files, strict=True):
            path = out / f"so-lop-{wanted.year}-{book.class_id}.{form.value}"
            write_private(path, data)
            yield path


def pupils_of(records: SchoolRecords, year: YearId, classes: tuple[ClassId, ...]) -> frozenset[StudentId]:
    """The pupils whose life pages the books of these classes need; of every class where none is named."""
    held = records.years[year].classes if year in records.years else {}
    chosen = [one for key, one in held.items() if not classes or key in classes]
    return frozenset(row.student for one in chosen for row in one.school_class.enrolments)


Order = tuple[ClassBook, Sequence[Form]]


def _made(orders: Sequence[Order], jobs: int) -> Iterator[list[bytes]]:
    """The files of every book in order; several books on several cores."""
    if jobs == 1 or len(orders) == 1:
        yield from map(_files, orders)
        return
    with ProcessPoolExecutor(min(jobs, len(orders)), get_context("spawn")) as pool:
        yield from pool.map(_files, orders)


def _files(order: Order) -> list[bytes]:
    book, forms = order
    return [class_book_pdf(book) if form is Form.PDF else write_xlsx(book_of(book)) for form in forms]


def _facts(records: SchoolRecords, year: YearId, classes: Sequence[ClassId]) -> YearFacts:
    if year not in records.years:
        known = ", ".join(sorted(records.years)) or "chưa có năm học nào"
        raise HocbaError(f"Không có năm học {year} trong hồ sơ.", f"Các năm học: {known}.")
    facts = year_facts(records, year)
    unknown = [class_id for class_id in classes if class_id not in facts.classes]
    if unknown:
        raise HocbaError(f"Năm học {year} không có lớp {unknown[0]}.", f"Các lớp: {', '.join(facts.classes)}.")
    return facts
