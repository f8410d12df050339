"""The records held against another system's export, figure by figure, with a verdict on each difference."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from pathlib import Path

from hocba_build.domain.errors import Exit, HocbaError, machine_words
from hocba_build.domain.results import StudentYear, evaluate_year
from hocba_build.domain.school import YearRecords
from hocba_build.domain.subjects import SUBJECTS
from hocba_build.domain.values import ClassId, Outcome, Result, StudentId, SubjectId, Term, YearId
from hocba_build.domain.words import score_text, word
from hocba_build.exchange.columns import SheetKey
from hocba_build.exchange.csdl import as_listed
from hocba_build.exchange.foreign import ForeignCell, ForeignRow, ForeignSheet, foreign_sheets
from hocba_build.exchange.opening import read_book
from hocba_build.exchange.refusals import RefusedFileError
from hocba_build.exchange.roster import found_by_name
from hocba_build.exchange.sheets import columns_of, members_of, tokens_of
from hocba_build.exchange.values import Wrong
from hocba_build.records.layout import Kind, path_for, subject_path
from hocba_build.workflows.sheets.whole_year import OpenYear, open_year


class Verdict(Enum):
    """What a difference is."""

    KHAC = "khac"
    SO_THIEU = "so_thieu"
    BEN_KIA_THIEU = "ben_kia_thieu"
    KHONG_DOC_DUOC = "khong_doc_duoc"
    KHONG_CO_HOC_SINH = "khong_co_hoc_sinh"


VERDICTS = {
    Verdict.KHAC: "hai bên khác nhau",
    Verdict.SO_THIEU: "sổ chưa có",
    Verdict.BEN_KIA_THIEU: "bên kia chưa có",
    Verdict.KHONG_DOC_DUOC: "không đọc được ô",
    Verdict.KHONG_CO_HOC_SINH: "sổ không có học sinh này",
}


@dataclass(frozen=True, slots=True)
class Difference:
    """One cell that differs; ``ours`` and ``theirs`` in the words of the forms."""

    sheet: str
    cell: str
    student: str
    name: str
    figure: str
    ours: str
    theirs: str
    verdict: Verdict
    path: str = ""
    """Our file that the figure comes from, where it is one file."""


@dataclass(frozen=True, slots=True)
class Absent:
    """A pupil of a class in the file for whom the file has no row."""

    class_name: str
    student: StudentId
    name: str


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """What was compared, what differs, who has no row there, and headings that were not understood."""

    year: YearId
    equal: int
    differences: tuple[Difference, ...]
    strange: tuple[str, ...]
    absent: tuple[Absent, ...] = ()

    @property
    def agrees(self) -> bool:
        """Whether both sides say the same of the same pupils."""
        return not self.differences and not self.absent

    @property
    def counts(self) -> Mapping[Verdict, int]:
        """Differences by verdict."""
        return Counter(difference.verdict for difference in self.differences)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a file does not say by itself."""

    year: YearId | None = None
    term: Term | None = None
    subject: SubjectId | None = None


def reconcile(root: Path, file: Path, asked: Asked) -> Reconciliation:
    """Compare every figure of a file of another system with the records.

    Raises:
        HocbaError: the file cannot be read, has no known layout, does not say what it is about, or holds nothing that
            could be compared: that must not look like agreement.
    """
    sheets = _sheets(file)
    years = {sheet.year for sheet in sheets if sheet.year is not None}
    year = asked.year or (years.pop() if len(years) == 1 else None)
    if year is None:
        raise HocbaError("Tệp không nói năm học nào.", "Thêm --year NĂM_HỌC.")
    opened = open_year(root, year)
    results = evaluate_year(opened.entered, opened.records.students)
    codes = {held.ministry_code: held.id for held in opened.records.students.values() if held.ministry_code}
    cases = [_Case(opened, results, codes, sheet, asked) for sheet in sheets]
    found = [one for case in cases for one in _compared(case)]
    if not found:
        raise _nothing()
    differences = tuple(one for one in found if one is not None)
    strange = tuple(dict.fromkeys(text for sheet in sheets for text in sheet.strange))
    absent = tuple(dict.fromkeys(_without_rows(cases)))
    return Reconciliation(year, len(found) - len(differences), differences, strange, absent)


def _nothing() -> HocbaError:
    failure = HocbaError(
        "Không có ô nào để đối chiếu: tệp không có hàng học sinh hoặc không có cột số liệu nào đọc được.",
        "Xem lại tệp: hàng tiêu đề, hàng học sinh, tên các môn.",
    )
    failure.exit = Exit.UNDECIDED
    return failure


def _without_rows(cases: Sequence[_Case]) -> Iterator[Absent]:
    """Pupils of the classes in the file who sit there when the semester ends, and for whom no sheet has a row."""
    for case in cases:
        there = {student for one in cases if one.term is case.term for student in one.students}
        last = case.opened.entered.year.semesters[case.term].last
        for held in case.entered.classes.values():
            listed = [row.student for row in held.school_class.enrolments if row.covers(last)]
            if not case.students & set(listed):
                continue
            for student in listed:
                if student not in there and case.takes(held.school_class.id, student):
                    name = case.opened.records.students[student].identity_on(last).full_name
                    yield Absent(held.school_class.name, student, name)


def _sheets(file: Path) -> tuple[ForeignSheet, ...]:
    try:
        sheets = foreign_sheets(read_book(file.name, file.read_bytes()))
    except OSError as error:
        raise HocbaError(f"Không đọc được {file}: {machine_words(error)}.", "Kiểm tra tên tệp.") from None
    except RefusedFileError as error:
        refusal = error.at(str(file))
        failure = HocbaError(f"{file.name}: {refusal.message} ({refusal.code}).")
        failure.exit = Exit.FINDINGS
        raise failure from None
    if not sheets:
        message = "Không nhận ra bảng của vnEdu hay CSDL ngành trong tệp."
        raise HocbaError(message, "Cần hàng tiêu đề có «Mã học sinh» (hoặc «Mã định danh Bộ GD&ĐT») và «Họ và tên».")
    return sheets


@dataclass(frozen=True, slots=True)
class _Case:
    """One sheet of the other system beside our year."""

    opened: OpenYear
    results: Mapping[StudentId, StudentYear]
    codes: Mapping[str, StudentId]
    sheet: ForeignSheet
    asked: Asked

    @property
    def term(self) -> Term:
        """The semester the sheet is about."""
        term = self.asked.term or self.sheet.term
        if term is None:
            raise HocbaError(f"Trang «{self.sheet.title}» không nói học kì nào.", "Thêm --term hk1 hoặc hk2.")
        return term

    @property
    def entered(self) -> YearRecords:
        return self.opened.entered

    @property
    def students(self) -> frozenset[StudentId]:
        """Our pupils of whom the sheet has a row."""
        found = map(self.student_of, self.sheet.rows)
        return frozenset(one for one in found if one is not None)

    def takes(self, class_id: ClassId, student: StudentId) -> bool:
        """Whether a row is expected: in a summary of everybody, else of those who take the subject."""
        if self.sheet.summary or self.asked.subject is None:
            return True
        key = SheetKey(self.opened.year, class_id, self.term, self.asked.subject)
        return any(one.student == student for one in members_of(self.entered, self.opened.records.students, key))

    def student_of(self, row: ForeignRow) -> StudentId | None:
        """Our pupil of a row: by our id, by the Ministry's code, else by name and birth date."""
        known = self.codes.get(row.code, StudentId(row.code)) if row.code else None
        if known in self.results:
            return known
        matches = found_by_name(self.opened.records.students, frozenset(self.results), row.name, row.born)
        return matches[0] if len(matches) == 1 else None


def _compared(case: _Case) -> Iterator[Difference | None]:
    """A difference, or ``None`` for a figure that is the same on both sides."""
    for row in case.sheet.rows:
        student = case.student_of(row)
        if student is None:
            verdict = Verdict.KHONG_CO_HOC_SINH
            yield Difference(case.sheet.title, row.cell, row.code, row.name, "", "", "", verdict)
            continue
        ours = _summary(case, student) if case.sheet.summary else _tests(case, student)
        for cell in row.cells:
            yield _held_against(case, row, student, cell, ours)


def _held_against(
    case: _Case, row: ForeignRow, student: StudentId, cell: ForeignCell, ours: Mapping[str, tuple[str, str]]
) -> Difference | None:
    figure, here = ours.get(cell.figure, (cell.figure, ""))
    there = _words(cell)
    if isinstance(cell.word, Wrong):
        verdict, there = Verdict.KHONG_DOC_DUOC, cell.word.message
    elif here == there:
        return None
    else:
        verdict = Verdict.SO_THIEU if not here else Verdict.BEN_KIA_THIEU if not there else Verdict.KHAC
    path = _path(case, student, figure)
    return Difference(case.sheet.title, cell.cell, student, row.name, figure, here, there, verdict, path)


def _path(case: _Case, student: StudentId, figure: str) -> str:
    """The file of our records that a figure comes from; a level of learning comes from many."""
    year, class_id = case.entered.year.id, case.results[student].class_id
    kinds = {"ren_luyen": Kind.REN_LUYEN, "buoi_nghi": Kind.CHUYEN_CAN}
    what = figure.rpartition(".")[2]
    if what in kinds:
        return path_for(kinds[what], year=year, class_id=class_id, term=case.term)
    subject = SubjectId(figure.split(".")[1]) if figure.startswith("mon.") else case.asked.subject
    return subject_path(year, class_id, case.term, subject) if subject in SUBJECTS and subject else ""


_OUTCOMES = {"Đ": "Đạt", "CĐ": "Chưa đạt", "M": "Miễn"}


def _words(cell: ForeignCell) -> str:
    """The other system's value in our words; half-days and remarks as they are."""
    if not isinstance(cell.word, str):
        return ""
    number = cell.word.replace(".", "", 1).isdigit() and cell.figure not in ("buoi_nghi", "nhan_xet")
    return score_text(Decimal(cell.word)) if number else _OUTCOMES.get(cell.word, cell.word)


def _summary(case: _Case, student: StudentId) -> dict[str, tuple[str, str]]:
    """The figures of a summary: name in our results, and value in words."""
    result, term = case.results[student], case.term
    levels = result.terms[term]
    absent = result.half_days_absent if term is Term.HK2 else _absent(result, term)
    found = {
        f"mon.{subject}": (f"mon.{subject}.{term.value}", _result(held.of(term)))
        for subject, held in result.subjects.items()
    }
    found["hoc_tap"] = (f"{term.value}.hoc_tap", word(levels.learning.level))
    found["ren_luyen"] = (f"{term.value}.ren_luyen", word(levels.conduct))
    # The second semester's sheet counts the whole year (hoc-ba conventions of that system).
    figure = "ca_nam.buoi_nghi" if term is Term.HK2 else "hk1.buoi_nghi"
    found["buoi_nghi"] = (figure, "" if absent is None else str(absent))
    return found


def _absent(result: StudentYear, term: Term) -> int | None:
    held = result.absences.get(term)
    return held.total if held else None


def _result(value: Result | None) -> str:
    if isinstance(value, Outcome) or value is None or isinstance(value, Enum):
        return word(value)
    return score_text(value)


def _tests(case: _Case, student: StudentId) -> dict[str, tuple[str, str]]:
    """The tests of one subject in the class the pupil is in last."""
    subject = case.asked.subject
    if subject is None:
        raise HocbaError("Bảng điểm từng môn không nói môn nào.", "Thêm --subject MÔN, ví dụ --subject toan.")
    result = case.results[student]
    held = case.entered.classes[result.class_id]
    key = SheetKey(case.entered.year.id, result.class_id, case.term, subject)
    found = {}
    if subject in case.entered.year.periods.get(result.grade, {}):
        columns = columns_of(case.entered, held, key)
        for name, text in as_listed(tokens_of(held, key, columns, student)).items():
            number = text.replace(".", "", 1).isdigit() and name != "nhan_xet"
            shown = score_text(Decimal(text)) if number else _OUTCOMES.get(text, text)
            found[name] = (name, shown)
    taken = result.subjects.get(subject)
    found["ket_qua"] = (f"mon.{subject}.{case.term.value}", _result(taken.of(case.term)) if taken else "")
    return found
