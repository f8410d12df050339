"""The page of a class: one table a term, who teaches, what is missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from hocba_build.domain.facts import ClassFacts, PupilRow, YearFacts
from hocba_build.domain.people import StaffMember
from hocba_build.domain.results import StudentYear
from hocba_build.domain.statistics.counts import conduct_level, learning_level
from hocba_build.domain.subjects import ORDER, SUBJECTS
from hocba_build.domain.values import SEMESTERS, PersonId, Standing, SubjectId, Term
from hocba_build.domain.words import word
from hocba_build.publishing.site import paths
from hocba_build.publishing.site.cells import (
    BLANK,
    SHORT_TITLES,
    Cell,
    Chip,
    Fact,
    Link,
    conclusion_chip,
    level_chip,
    result_cell,
)
from hocba_build.publishing.site.scope import Scope
from hocba_build.publishing.site.view_gaps import ClassGaps, class_gaps

TERMS: Final = (Term.CA_NAM, Term.HK2, Term.HK1)


@dataclass(frozen=True, slots=True)
class ListRow:
    """One pupil's line."""

    number: int
    name: str
    path: str
    marks: tuple[Chip, ...]
    cells: tuple[Cell, ...]
    learning: Chip
    conduct: Chip
    absent: str
    conclusion: Chip
    title: str
    notices: int


@dataclass(frozen=True, slots=True)
class TermTable:
    """The class's results of one term; ``year`` has columns of its own."""

    anchor: str
    title: str
    year: bool
    subjects: tuple[Fact, ...]
    """Short names of the columns, with the full ones."""
    rows: tuple[ListRow, ...]
    empty: bool


@dataclass(frozen=True, slots=True)
class ClassView:
    """Everything on the page."""

    name: str
    year: str
    facts: tuple[Fact, ...]
    statistics: tuple[Link, ...]
    tables: tuple[TermTable, ...]
    teachers: tuple[tuple[str, str, str], ...]
    gaps: ClassGaps
    source: str
    history: Sequence[object] | None
    """What was changed after it had been entered; ``None`` where no ledger was verified."""
    history_page: str


def class_view(scope: Scope, year: YearFacts, facts: ClassFacts) -> ClassView:
    """The page of one class."""
    subjects = class_subjects(facts)
    tables = [_table(year, facts, subjects, term) for term in TERMS]
    return ClassView(
        name=facts.name,
        year=year.id,
        facts=_facts(scope, year, facts),
        statistics=_statistics(year, facts),
        tables=tuple(sorted(tables, key=lambda table: table.empty)),
        teachers=tuple(_teachers(scope, year, facts, subject) for subject in subjects),
        gaps=class_gaps(year, facts),
        source=f"records/{year.id}/{facts.id}/",
        history=None if scope.history is None else scope.history.of_class(year.id, facts.id),
        history_page="" if scope.history is None else scope.history.page_of_class(year.id, facts.id),
    )


def _statistics(year: YearFacts, facts: ClassFacts) -> tuple[Link, ...]:
    pages = [(f"Thống kê {word(term)}", paths.statistics_page(year.id, term, facts.id)) for term in TERMS[::-1]]
    return tuple(Link(*page) for page in (*pages, ("Danh sách xét", paths.lists_page(year.id, facts.id))))


def class_subjects(facts: ClassFacts) -> list[SubjectId]:
    """Every subject any pupil of the class takes, in the order of the transcript."""
    taken = {subject for pupil in facts.pupils for subject in pupil.result.subjects}
    return sorted(taken, key=ORDER.__getitem__)


def person_name(scope: Scope, person: PersonId | None) -> str:
    """A member of staff by name; the id where the list of staff does not have it."""
    member: StaffMember | None = scope.records.staff.get(person) if person else None
    return member.full_name if member else (person or "")


def _facts(scope: Scope, year: YearFacts, facts: ClassFacts) -> tuple[Fact, ...]:
    there = [pupil for pupil in facts.pupils if pupil.counted]
    female = sum(pupil.person.female is True for pupil in there)
    inclusive = sum(pupil.enrolment.inclusive for pupil in there)
    homeroom = year.records.assignments.homeroom_teacher(facts.id, year.records.year.last_day)
    found = [
        Fact("Giáo viên chủ nhiệm", person_name(scope, homeroom) or "chưa phân công"),
        Fact("Sĩ số", f"{len(there)} học sinh, {female} nữ"),
        Fact("Ngoại ngữ 1", facts.records.school_class.foreign_language or ""),
        Fact("Học sinh hoà nhập", str(inclusive) if inclusive else ""),
        Fact("Đã rời lớp", str(len(facts.pupils) - len(there)) if len(there) < len(facts.pupils) else ""),
    ]
    return tuple(fact for fact in found if fact.value)


def _table(year: YearFacts, facts: ClassFacts, subjects: Sequence[SubjectId], term: Term) -> TermTable:
    rows = tuple(_row(year, pupil, number, subjects, term) for number, pupil in enumerate(facts.pupils, 1))
    columns = tuple(Fact(SUBJECTS[key].short, SUBJECTS[key].name) for key in subjects)
    empty = all(cell.kind in ("blank", "none") for row in rows for cell in row.cells)
    return TermTable(term.value.replace("_", "-"), word(term), term is Term.CA_NAM, columns, rows, empty)


def _row(year: YearFacts, pupil: PupilRow, number: int, subjects: Sequence[SubjectId], term: Term) -> ListRow:
    result = pupil.result
    absent = result.half_days_absent
    return ListRow(
        number=number,
        name=pupil.person.name,
        path=paths.pupil_year_page(year.id, pupil.person.id),
        marks=marks(pupil),
        cells=tuple(_cell(result, subject, term) for subject in subjects),
        learning=level_chip(learning_level(result, term)),
        conduct=level_chip(conduct_level(result, term)),
        absent="–" if absent is None else str(absent),
        conclusion=conclusion_chip(result.conclusion, completed=result.level_completed, short=True),
        title=SHORT_TITLES[result.title] if result.title else "",
        notices=len(result.notices),
    )


def marks(pupil: PupilRow) -> tuple[Chip, ...]:
    """What stands beside a name: gone, or of inclusive education."""
    found = []
    if pupil.standing is not Standing.DANG_HOC:
        found.append(Chip(word(pupil.standing)))
    if pupil.enrolment.inclusive:
        found.append(Chip("Hoà nhập"))
    return tuple(found)


def _cell(result: StudentYear, subject: SubjectId, term: Term) -> Cell:
    entry = result.subjects.get(subject)
    if entry is None:
        return Cell("", "none")
    if term is Term.CA_NAM and entry.reassessed is not None:
        again = result_cell(entry.reassessed, short=True)
        return Cell(again.text, again.kind, first=result_cell(entry.year, short=True).text)
    value = entry.of(term)
    return BLANK if value is None else result_cell(value, short=True)


def _teachers(scope: Scope, year: YearFacts, facts: ClassFacts, subject: SubjectId) -> tuple[str, str, str]:
    first, second = (
        ", ".join(person_name(scope, one) for one in year.records.assignments.teachers(facts.id, subject, term))
        for term in SEMESTERS
    )
    return SUBJECTS[subject].name, first or "–", second or "–"
