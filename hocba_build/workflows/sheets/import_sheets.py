"""Score sheets in: read, preview, and write all or nothing (or the good rows, with a file of the rest)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from hocba_build.domain.errors import HocbaError, machine_words
from hocba_build.domain.findings import Finding
from hocba_build.domain.school import ClassRecords, SchoolRecords, YearRecords
from hocba_build.domain.values import ClassId, StudentId, YearId
from hocba_build.exchange.book import Writer
from hocba_build.exchange.columns import SheetKey
from hocba_build.exchange.grid import Book
from hocba_build.exchange.importing import SheetImport, import_book
from hocba_build.exchange.meta import BookMeta
from hocba_build.exchange.opening import open_books
from hocba_build.exchange.openpyxl_door import write_xlsx
from hocba_build.exchange.refusals import Refusal
from hocba_build.exchange.rest import Rest
from hocba_build.records.canonical import write
from hocba_build.records.checks import run_checks
from hocba_build.records.class_edits import with_choices
from hocba_build.records.codec import encode_table
from hocba_build.records.document import split_modeline
from hocba_build.records.inspect import inspect
from hocba_build.records.layout import Kind, RecordPath, parse_path
from hocba_build.records.writes import write_files
from hocba_build.trust.git.revision import revision_of
from hocba_build.workflows.ledger.compare import Effect, compare
from hocba_build.workflows.sheets.export import paths_of, write_private
from hocba_build.workflows.sheets.whole_year import OpenYear, open_year


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What importing some workbooks would do, and what stands against it."""

    year: YearId | None
    sheets: tuple[SheetImport, ...]
    refusals: tuple[Refusal, ...]
    files: Mapping[str, bytes]
    """The record files that change, in their new text."""
    expected: Mapping[str, bytes | None]
    """What was read at those paths."""
    effects: tuple[Effect, ...]
    findings: tuple[Finding, ...]
    """What the rules across files would say that they do not say now."""
    rests: Mapping[str, bytes]
    """Workbooks of refused rows, by the name of the file they came in."""
    names: Mapping[StudentId, str]

    @property
    def remarks(self) -> tuple[Refusal, ...]:
        """What was noticed but not refused."""
        return tuple(remark for sheet in self.sheets for remark in sheet.remarks)


def plan_import(root: Path, files: Sequence[Path]) -> ImportPlan:
    """Read workbooks and work out everything they would change; nothing is written.

    Raises:
        HocbaError: a file is not there, or the year's records cannot be read.
    """
    books, refusals = _open_books(files)
    years = {sheet.key.year for _, _, meta in books for sheet in meta.sheets}
    if len(years) > 1:
        raise HocbaError(f"Các bảng thuộc nhiều năm học: {', '.join(sorted(years))}.", "Nhập từng năm học một.")
    if not years:
        return ImportPlan(None, (), tuple(refusals), {}, {}, (), (), {}, {})
    opened = open_year(root, years.pop())
    sheets, after = _read_all(opened, books)
    refusals.extend(refusal for sheet in sheets for refusal in sheet.refusals)
    return plan_of(root, opened, (sheets, after), refusals)


def plan_of(
    root: Path, opened: OpenYear, read: tuple[Sequence[SheetImport], YearRecords], refusals: Iterable[Refusal]
) -> ImportPlan:
    """What sheets that have been read would do: ``read`` holds them and the year after all of them."""
    sheets, after = read
    texts = dict(_texts(opened, after, {sheet.key for sheet in sheets if sheet.words}))
    revision = revision_of(root)
    writer = Writer(replace_year(opened.records, after), opened.year, revision.commit if revision else "")
    return ImportPlan(
        year=opened.year,
        sheets=tuple(sheets),
        refusals=tuple(refusals),
        files=texts,
        expected={path: opened.files.get(path) for path in texts},
        effects=compare(opened.files, {**opened.files, **texts}, texts).effects if texts else (),
        findings=tuple(_new_findings(opened, after, sheets)),
        rests=dict(_rests(writer, sheets)),
        names=_names(opened),
    )


def carry_out(root: Path, plan: ImportPlan, *, accept_good: bool, rest_folder: Path | None = None) -> list[Path]:
    """Write what a plan changes; the files of the rest that were written.

    With refusals nothing is written, unless ``accept_good``: then the good rows are, and the rest goes to files beside.

    Raises:
        RefusedError: a record file changed since it was read; nothing was written.
    """
    if plan.refusals and not accept_good:
        return []
    write_files(root, plan.files, plan.expected)
    written = []
    for name, data in plan.rests.items():
        source = Path(name)
        path = (rest_folder or source.parent) / f"{source.stem}.con-lai.xlsx"
        write_private(path, data)
        written.append(path)
    return written


def _open_books(files: Sequence[Path]) -> tuple[list[tuple[str, Book, BookMeta]], list[Refusal]]:
    opened = open_books([(str(path), _bytes(path)) for path in files])
    books = [one for one in opened if not isinstance(one, Refusal)]
    return books, [one for one in opened if isinstance(one, Refusal)]


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise HocbaError(f"Không đọc được {path}: {machine_words(error)}.", "Kiểm tra tên tệp.") from None


def _read_all(opened: OpenYear, books: Iterable[tuple[str, Book, BookMeta]]) -> tuple[list[SheetImport], YearRecords]:
    """Every sheet in turn, each against the records after the one before it."""
    sheets: list[SheetImport] = []
    year = opened.entered
    for name, book, meta in books:
        for sheet in meta.sheets:
            refuse_faulty(opened, sheet.key)
        found, year = import_book(name, book, meta, year, opened.records.students)
        sheets.extend(found)
    return sheets, year


def refuse_faulty(opened: OpenYear, key: SheetKey) -> None:
    """Raise ``HocbaError`` where a file of the sheet cannot be used as it stands."""
    for path in paths_of(key):
        if path in opened.faulty:
            raise HocbaError(f"Tệp đang có lỗi, chưa nhập được: {path}.", "Chạy hocba check và sửa trước.")


def replace_year(records: SchoolRecords, year: YearRecords) -> SchoolRecords:
    """The school with one year replaced."""
    return replace(records, years={**records.years, year.year.id: year})


def _texts(opened: OpenYear, after: YearRecords, keys: Iterable[SheetKey]) -> Iterator[tuple[str, bytes]]:
    """The files whose text changes, each judged as if it had been read."""
    for key in sorted(keys, key=lambda one: (one.class_id, one.term.value, one.what)):
        for path in paths_of(key):
            place = parse_path(path)
            old = opened.files.get(path)
            if place is not None and place.kind is Kind.LOP and old is not None:
                yield from _list_text(place, old, after.classes[key.class_id])
                continue
            table = None if place is None else _table(after.classes[key.class_id], key, place)
            if place is None or table is None:
                continue
            text = write(place, encode_table(place, table), modeline=_has_modeline(old))
            if text != old and (table or old is not None):
                _judge(place, text)
                yield path, text


def _has_modeline(raw: bytes | None) -> bool:
    return raw is not None and bool(split_modeline(raw.decode())[0])


def _judge(place: RecordPath, text: bytes) -> None:
    """Nothing is written that could not be read back."""
    findings = inspect(place, text).findings
    if findings:
        raise HocbaError(f"Không ghi được {place.path}: {findings[0].message}.", "Sửa ô nêu trên rồi nhập lại.")


def _list_text(place: RecordPath, old: bytes, held: ClassRecords) -> Iterator[tuple[str, bytes]]:
    """The class's list, where what its pupils take has changed; everything else of it stays as it was written."""
    text = with_choices(old, place.path, held.school_class.enrolments)
    if text != old:
        _judge(place, text)
        yield place.path, text


def _table(held: ClassRecords, key: SheetKey, place: RecordPath) -> Mapping[StudentId, object] | None:
    """The rows a path holds in a class."""
    if place.subject is not None and place.term is not None:
        return held.subjects.get((place.term, place.subject))
    tables: Mapping[Kind, Mapping[StudentId, object] | None] = {
        Kind.REN_LUYEN: held.conduct.get(key.term),
        Kind.CHUYEN_CAN: held.absences.get(key.term),
        Kind.NHAN_XET: held.remarks,
        Kind.DANH_GIA_LAI: held.reassessments.get(place.subject) if place.subject else None,
        Kind.REN_LUYEN_HE: held.summer_conduct,
        Kind.KHEN_THUONG: held.honours,
        Kind.HOAN_THANH: held.completions,
    }
    return tables.get(place.kind)


def _new_findings(opened: OpenYear, after: YearRecords, sheets: Sequence[SheetImport]) -> Iterator[Finding]:
    """Rules across files, over the classes concerned and every other class of their pupils."""
    touched = {sheet.key.class_id for sheet in sheets if sheet.words}
    if not touched:
        return
    pupils = {row.student for name in touched for row in after.classes[name].school_class.enrolments}
    near = {
        name
        for name, held in after.classes.items()
        if name in touched or any(row.student in pupils for row in held.school_class.enrolments)
    }
    known = {_identity(finding) for finding in run_checks(_narrowed(opened.records, opened.entered, near))}
    for finding in run_checks(_narrowed(opened.records, after, near)):
        if _identity(finding) not in known:
            yield finding


def _identity(finding: Finding) -> tuple[str, str, str | None]:
    return finding.code, finding.path, finding.pointer


def _narrowed(records: SchoolRecords, year: YearRecords, names: set[ClassId]) -> SchoolRecords:
    classes = {name: held for name, held in year.classes.items() if name in names}
    return replace_year(records, replace(year, classes=classes))


def _rests(writer: Writer, sheets: Sequence[SheetImport]) -> Iterator[tuple[str, bytes]]:
    """One workbook of refused rows a file that has some."""
    for name in dict.fromkeys(sheet.file for sheet in sheets if sheet.rest):
        yield name, write_xlsx(Rest(writer, [sheet for sheet in sheets if sheet.file == name]).draw())


def _names(opened: OpenYear) -> dict[StudentId, str]:
    day = opened.entered.year.last_day
    return {student.id: student.identity_on(day).full_name for student in opened.records.students.values()}
