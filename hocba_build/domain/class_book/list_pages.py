"""The pages before and beside the subjects: who teaches, who is in the class, who was absent, conduct."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from hocba_build.domain.class_book.model import Column, Kind, Page, numbered
from hocba_build.domain.class_book.subject_pages import subject_name, subjects_of
from hocba_build.domain.entries import Absences
from hocba_build.domain.facts import ClassFacts, PupilRow, YearFacts
from hocba_build.domain.notes import year_notes
from hocba_build.domain.people import Family, Guardian, Student
from hocba_build.domain.school import SchoolYear
from hocba_build.domain.signers import Staff, names_of
from hocba_build.domain.tables import Cell
from hocba_build.domain.values import SEMESTERS, Standing, StudentId, Term
from hocba_build.domain.words import date_text, word

_NUMBER, _NAME = Column("STT", Kind.NUMBER), Column("Họ và tên", Kind.NAME)


def teachers_page(year: YearFacts, facts: ClassFacts, staff: Staff) -> Page:
    """Who teaches each subject (bìa lót)."""
    assigned = year.records.assignments
    rows = numbered(
        (
            subject_name(facts, subject),
            *(", ".join(names_of(staff, assigned.teachers(facts.id, subject, term))) for term in SEMESTERS),
        )
        for subject in subjects_of(facts)
    )
    terms = [Column(word(term), Kind.LONG) for term in SEMESTERS]
    columns = (_NUMBER, Column("Môn học, hoạt động giáo dục", Kind.LONG), *terms)
    return Page("Giáo viên", "GIÁO VIÊN MÔN HỌC", _subtitle(year, facts), columns, rows)


def roster_page(
    year: YearFacts,
    facts: ClassFacts,
    students: Mapping[StudentId, Student],
    families: Mapping[StudentId, Family] | None,
) -> Page:
    """The class list; what the family file holds only where it was asked for."""
    columns = [_NUMBER, Column("Mã học sinh", Kind.CODE), _NAME, Column("Ngày sinh", Kind.DATE)]
    columns.append(Column("Nam/nữ", Kind.MARK))
    if families is not None:
        columns += _FAMILY
    columns.append(Column("Những thay đổi cần chú ý trong năm học", Kind.LONG))
    rows = numbered(_listed(year, facts, pupil, students.get(pupil.person.id), families) for pupil in facts.pupils)
    title = "SƠ YẾU LÍ LỊCH HỌC SINH" if families is not None else "DANH SÁCH HỌC SINH"
    return Page("Danh sách", title, _subtitle(year, facts), tuple(columns), rows, wide=families is not None)


_FAMILY = (
    Column("Nơi sinh", Kind.NOTE),
    Column("Dân tộc", Kind.WORD),
    Column("Đối tượng ưu tiên", Kind.NOTE),
    Column("Địa chỉ gia đình", Kind.NOTE),
    Column("Họ tên, nghề nghiệp cha", Kind.NOTE),
    Column("Họ tên, nghề nghiệp mẹ", Kind.NOTE),
)


def _listed(
    year: YearFacts,
    facts: ClassFacts,
    pupil: PupilRow,
    student: Student | None,
    families: Mapping[StudentId, Family] | None,
) -> tuple[Cell, ...]:
    born = pupil.person.born_on
    cells: list[Cell] = [pupil.person.id, pupil.person.name, date_text(born) if born else "", pupil.person.sex]
    if families is not None:
        cells += _family(families.get(pupil.person.id, Family()))
    changes = [*_enrolled(year.records.year, pupil)]
    if student is not None:
        changes += year_notes(student, year.records.year, facts.records.transfers.get(pupil.person.id))
    return (*cells, " ".join(changes))


def _family(held: Family) -> list[Cell]:
    return [
        held.birth_place or "",
        held.ethnicity or "",
        held.policy or "",
        held.residence or "",
        _guardian(held.father),
        _guardian(held.mother),
    ]


def _guardian(person: Guardian | None) -> str:
    return ", ".join(part for part in (person.full_name, person.occupation) if part) if person else ""


def _enrolled(year: SchoolYear, pupil: PupilRow) -> Iterator[str]:
    """Who came late, or moved to or from another class."""
    if pupil.enrolment.since > year.first_day:
        yield f"Vào lớp ngày {date_text(pupil.enrolment.since)}."
    if pupil.standing is Standing.CHUYEN_LOP and pupil.enrolment.until:
        yield f"Chuyển lớp sau ngày {date_text(pupil.enrolment.until)}."
    if pupil.enrolment.inclusive:
        yield "Học hoà nhập."


def absence_pages(year: YearFacts, facts: ClassFacts) -> Iterator[Page]:
    """Half-days absent by month; the records keep months, the roll call of each day stays on paper."""
    for term in SEMESTERS:
        span = year.records.year.semesters[term]
        table = facts.records.absences.get(term, {})
        months = sorted({month for rows in table.values() for month in rows} | set(span.months()))
        columns = [_NUMBER, _NAME]
        for month in months:
            columns += [Column(kind, Kind.COUNT, f"{month[5:]}/{month[:4]}") for kind in ("P", "K")]
        columns += [Column(text, Kind.COUNT, "Tổng số buổi nghỉ") for text in ("TS", "P", "K")]
        columns.append(Column("Ghi chú", Kind.NOTE))
        rows = numbered(_absent(pupil, table.get(pupil.person.id), months) for pupil in facts.pupils)
        title = f"THEO DÕI CHUYÊN CẦN – {word(term).upper()}"
        hints = ["P: nghỉ có phép; K: nghỉ không phép; TS: tổng số. Điểm danh từng ngày theo sổ của lớp."]
        if term not in facts.records.absences:
            hints.append("Chưa có sổ chuyên cần của học kì này.")
        key = f"Chuyên cần {term.value.upper()}"
        yield Page(key, title, _subtitle(year, facts), tuple(columns), rows, hints=tuple(hints))


def _absent(pupil: PupilRow, held: Mapping[str, Absences] | None, months: Sequence[str]) -> tuple[Cell, ...]:
    counts = [(held or {}).get(month, Absences()) for month in months]
    cells: list[Cell] = [pupil.person.name]
    for count in counts:
        cells += [count.excused or "", count.unexcused or ""]
    excused, unexcused = sum(count.excused for count in counts), sum(count.unexcused for count in counts)
    note = "" if pupil.standing is Standing.DANG_HOC else word(pupil.standing)
    return (*cells, excused + unexcused, excused, unexcused, note)


def conduct_page(year: YearFacts, facts: ClassFacts, homeroom: str) -> Page:
    """Conduct of both semesters and of the year, with the homeroom teacher's remarks."""
    columns = [_NUMBER, _NAME, *(Column(word(term), Kind.WORD, "Kết quả rèn luyện") for term in Term)]
    columns += [Column("Rèn luyện lại trong hè", Kind.WORD)]
    columns += [Column(word(term), Kind.LONG, "Nhận xét của giáo viên chủ nhiệm") for term in SEMESTERS]
    rows = numbered(_conduct(facts, pupil) for pupil in facts.pupils)
    signed = (("Giáo viên chủ nhiệm", homeroom),)
    return Page("Rèn luyện", "KẾT QUẢ RÈN LUYỆN", _subtitle(year, facts), tuple(columns), rows, signed, wide=True)


def _conduct(facts: ClassFacts, pupil: PupilRow) -> tuple[Cell, ...]:
    student = pupil.person.id
    summer = facts.records.summer_conduct.get(student)
    remarks = []
    for term in SEMESTERS:
        entry = facts.records.conduct.get(term, {}).get(student)
        remarks.append((entry.remark or "") if entry else "")
    levels = [word(pupil.result.terms[term].conduct) for term in Term]
    return (pupil.person.name, *levels, word(summer.level) if summer else "", *remarks)


def _subtitle(year: YearFacts, facts: ClassFacts) -> str:
    return f"Lớp {facts.name} – Năm học {year.id}"
