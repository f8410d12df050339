"""Earlier years of pupils who were here, or elsewhere, before this system: from summary books into ``nam-cu/``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from hocba_build.domain.errors import HocbaError
from hocba_build.domain.legacy import LegacyForm, LegacyYear
from hocba_build.domain.regulations.roadmap import under_tt22
from hocba_build.domain.school import SchoolRecords
from hocba_build.domain.subjects import COMPULSORY, ELECTIVES, ORDER, SUBJECTS
from hocba_build.domain.turn.classes import BEGINS, grade_of_name
from hocba_build.domain.values import Conclusion, SchoolLevel, StudentId, YearId
from hocba_build.domain.words import date_text
from hocba_build.exchange.kept import SHAPE, KeptBook, KeptPupil, kept_sheet, read_kept
from hocba_build.exchange.list_rest import row_number
from hocba_build.exchange.openpyxl_door import write_xlsx
from hocba_build.exchange.refusals import Refusal
from hocba_build.exchange.roster import found_by_name
from hocba_build.records.codec.outside import encode_legacy
from hocba_build.records.edits import written
from hocba_build.records.layout import Kind, path_for
from hocba_build.workflows.changes import Draft, Outcome, open_draft
from hocba_build.workflows.open_school import open_school
from hocba_build.workflows.pupils.tables import write_rests
from hocba_build.workflows.sheets.export import write_private
from hocba_build.workflows.turn.sheets import book_of_file


@dataclass(frozen=True, slots=True)
class Source:
    """Where a kept year was spent, and the paper it is copied from."""

    school: str | None = None
    """The school's name; our own without one."""
    address: str | None = None
    document: str | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """What came of a run: the pupils taken in, faults by cell, and the change of the work tree."""

    pupils: int
    faults: tuple[Refusal, ...]
    outcome: Outcome | None
    rests: tuple[Path, ...] = ()
    """Files of the refused rows that were written."""


def write_kept_sheet(root: Path, out: Path, grades: Iterable[int] = ()) -> Path:
    """An empty workbook for the pupils of the newest year who did not begin their level in it."""
    records = open_school(root).records
    if not records.years:
        raise HocbaError("Sổ chưa có năm học nào.", "Mở năm học trước: hocba year open NĂM_HỌC")
    newest = records.years[max(records.years)]
    wanted = frozenset(grades)
    pupils, levels = [], set()
    for held in newest.classes.values():
        grade = held.school_class.grade
        level = SchoolLevel.of_grade(grade)
        if grade == BEGINS[level] or (wanted and grade not in wanted):
            continue
        levels.add(level)
        for row in held.school_class.enrolments:
            identity = records.students[row.student].identity_on(newest.year.first_day)
            pupils.append((str(row.student), identity.full_name, date_text(identity.born_on)))
    taught = {subject for level in levels for subject in COMPULSORY[level]}
    taught |= ELECTIVES if SchoolLevel.THPT in levels else frozenset()
    names = [SUBJECTS[subject].name for subject in sorted(taught, key=ORDER.__getitem__)]
    write_private(out, write_xlsx(kept_sheet(pupils, names)))
    return out


def keep_years(
    root: Path, year: YearId, files: Sequence[Path], source: Source, *, dry_run: bool = False, accept_good: bool = False
) -> Kept:
    """Take the results of a year into ``nam-cu/``; with any fault nothing is written.

    With ``accept_good`` the other pupils are taken, and all rows of the refused ones go to a file ``….con-lai.xlsx``
    beside each workbook, to be mended and taken in by itself.

    Raises:
        HocbaError: a file cannot be read.
    """
    draft = open_draft(root)
    books = [(file, book_of_file(file)) for file in files]
    taking = _Taking(draft, year, source)
    for file, book in books:
        taking.take(str(file), read_kept(str(file), book))
    faults = tuple(taking.faults)
    if faults and not accept_good:
        return Kept(len(taking.taken), faults, None)
    outcome = draft.settle(dry_run=dry_run)
    written = bool(faults) and not dry_run and not outcome.refused
    rests = write_rests(books, [*faults, *taking.beside], SHAPE) if written else ()
    return Kept(len(taking.taken), faults, outcome, rests)


@dataclass
class _Taking:
    """One workbook after another: whole pupils only, since a page of half a year would stand for ever."""

    draft: Draft
    year: YearId
    source: Source
    faults: list[Refusal] = field(default_factory=list)
    beside: list[Refusal] = field(default_factory=list)
    """The sound rows of refused pupils: they go with the others."""
    taken: set[StudentId] = field(default_factory=set)

    def take(self, file: str, found: KeptBook) -> None:
        """The pupils of one workbook."""
        self.faults += found.faults
        wrong = {(one.sheet, row_number(one.cell)) for one in found.faults}
        unread = any(row is None for _, row in wrong)  # A whole sheet: every pupil lacks something of it.
        for pupil in found.pupils.values():
            faults = list(self._pupil(file, pupil, sound=not unread and wrong.isdisjoint(pupil.places)))
            self.faults += faults
            if faults or unread or not wrong.isdisjoint(pupil.places):
                told = wrong | {(one.sheet, row_number(one.cell)) for one in faults}
                self.beside += [_with_others(file, *place) for place in sorted(pupil.places - told)]

    def _pupil(self, file: str, pupil: KeptPupil, *, sound: bool) -> Iterator[Refusal]:
        """Take a pupil's page, or say why not; a page of rows with faults is not taken."""
        where = file, pupil.sheet, pupil.row.cell
        made = _page(self.draft.records, self.year, self.source, pupil)
        if isinstance(made, str):
            code, _, message = made.partition(" ")
            yield Refusal(*where, code, message)
        elif made.student in self.taken or made.student in self.draft.records.legacy.get(self.year, {}):
            yield Refusal(*where, "HB413", f"học sinh {made.student} đã có năm học {self.year}")
        elif sound:
            path = path_for(Kind.NAM_CU, year=self.year, student=made.student)
            self.taken.add(made.student)
            self.draft.put(path, written(path, encode_legacy(made)))


def _with_others(file: str, sheet: str, row: int) -> Refusal:
    return Refusal(file, sheet, f"A{row}", "HB235", "hàng này đúng; học sinh còn hàng sai, nhập lại cả năm của em")


def _page(records: SchoolRecords, year: YearId, source: Source, pupil: KeptPupil) -> LegacyYear | str:
    """The kept year of a pupil, or the code and sentence of why there is none."""
    student = _whose(records, pupil)
    grade = grade_of_name(pupil.class_name)
    if student is None:
        return f"HB412 «{pupil.row.name}» không phải học sinh trong hồ sơ: sửa mã học sinh, hoặc xoá hàng"
    if grade is None:
        return "HB235 không biết lớp của năm ấy: thêm cột «Lớp» (6A1, 10/2…)"
    form = LegacyForm.TT22 if under_tt22(grade, year) else LegacyForm.TT58
    last = grade == SchoolLevel.of_grade(grade).last_grade
    school = source.school or records.school.names[-1][1]
    return LegacyYear(
        student=student,
        year=year,
        form=form,
        from_packet=False,
        grade=grade,
        class_name=pupil.class_name,
        school=school,
        address=source.address,
        document=source.document,
        subjects=pupil.legacy_subjects(),
        terms=pupil.terms,
        half_days_absent=pupil.absent,
        conclusion=pupil.conclusion,
        title=pupil.title,
        level_completed=pupil.conclusion is Conclusion.LEN_LOP if last and pupil.conclusion else None,
        remark=pupil.remark,
        homeroom_teacher=pupil.homeroom,
    )


def _whose(records: SchoolRecords, pupil: KeptPupil) -> StudentId | None:
    """The pupil by our id, by the Ministry's code, else by name and birth date."""
    code = pupil.row.code
    if StudentId(code) in records.students:
        return StudentId(code)
    by_code = [one.id for one in records.students.values() if one.ministry_code == code]
    matches = by_code or found_by_name(records.students, frozenset(records.students), pupil.row.name, pupil.row.born)
    return matches[0] if len(matches) == 1 else None
