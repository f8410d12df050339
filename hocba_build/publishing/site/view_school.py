"""The pages of the school and of a year, and the list of all pupils of a year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from hocba_build.domain.completeness import Tally, class_completeness
from hocba_build.domain.facts import ClassFacts, PupilRow, YearFacts
from hocba_build.domain.people import Role, StaffMember
from hocba_build.domain.school import Address, Assignments
from hocba_build.domain.statistics import counts
from hocba_build.domain.subjects import SUBJECTS
from hocba_build.domain.values import SEMESTERS, ClassId, PersonId, SchoolLevel, SubjectId, Term, YearId
from hocba_build.domain.words import count_text, date_text, word
from hocba_build.publishing.site import paths
from hocba_build.publishing.site.cells import Chip, Fact, Link
from hocba_build.publishing.site.charts import BarChart, level_chart
from hocba_build.publishing.site.scope import Scope
from hocba_build.publishing.site.view_class import marks, person_name
from hocba_build.publishing.site.view_gaps import tally_chip


@dataclass(frozen=True, slots=True)
class YearLine:
    """A year on the school's page."""

    link: Link
    classes: str
    pupils: str
    state: Chip


@dataclass(frozen=True, slots=True)
class StaffLine:
    """A member of staff."""

    name: str
    roles: str
    homeroom: str
    teaching: str


@dataclass(frozen=True, slots=True)
class SchoolView:
    """The first page."""

    name: str
    facts: tuple[Fact, ...]
    years: tuple[YearLine, ...]
    legacy: tuple[tuple[str, str], ...]
    staff_year: str
    roles: tuple[tuple[str, int], ...]
    staff: tuple[StaffLine, ...]


@dataclass(frozen=True, slots=True)
class ClassLine:
    """A class on the year's page."""

    link: Link
    homeroom: str
    size: int
    female: int
    semesters: tuple[Chip, Chip]
    notices: int


@dataclass(frozen=True, slots=True)
class YearView:
    """The page of a year."""

    year: str
    facts: tuple[Fact, ...]
    links: tuple[Link, ...]
    grades: tuple[tuple[str, tuple[ClassLine, ...]], ...]
    term: str
    chart: BarChart


@dataclass(frozen=True, slots=True)
class PupilLine:
    """A pupil in the list of a year."""

    number: int
    name: str
    path: str
    id: str
    class_name: str
    class_path: str
    sex: str
    born_on: str
    marks: tuple[Chip, ...]


def address_text(address: Address) -> str:
    """An address in one line."""
    return ", ".join(part for part in (address.ward, address.district, address.province) if part)


def school_view(scope: Scope, years: dict[YearId, YearFacts]) -> SchoolView:
    """The first page; for one class it names that class only."""
    school, latest = scope.records.school, max(years) if years else None
    day = years[latest].records.year.last_day if latest else date.max
    levels = [held for since, held in school.levels if since <= day] or [frozenset()]
    names = [f"{word(level)}" for level in SchoolLevel if level in levels[-1]]
    facts = [
        Fact("Cấp học", ", ".join(names).capitalize()),
        Fact("Địa chỉ", address_text(school.address_on(day)) if school.addresses else ""),
        Fact("Mã trường", school.code),
        Fact("Sổ bắt đầu từ năm học", school.began_with),
    ]
    staff = _staff(scope, years[latest].records.assignments) if scope.office and latest else ()
    return SchoolView(
        name=school.name_on(day),
        facts=tuple(fact for fact in facts if fact.value),
        years=tuple(_year_line(scope, years[key]) for key in sorted(years, reverse=True)),
        legacy=tuple(_legacy(scope)),
        staff_year=latest or "",
        roles=_roles(scope, day) if scope.office else (),
        staff=staff,
    )


def _year_line(scope: Scope, year: YearFacts) -> YearLine:
    classes = year.of(scope.classes[year.id])
    there = sum(pupil.counted for facts in classes for pupil in facts.pupils)
    if scope.office:
        link = Link(f"Năm học {year.id}", paths.year_page(year.id))
    else:
        link = Link(f"Lớp {classes[0].name}, năm học {year.id}", paths.class_page(year.id, classes[0].id))
    done = sum((class_completeness(year, facts, term).total for facts in classes for term in SEMESTERS), Tally())
    return YearLine(link, count_text(len(classes)), count_text(there), tally_chip(done))


def _legacy(scope: Scope) -> list[tuple[str, str]]:
    """Kept years are the office's; a homeroom teacher sees them on each pupil's page."""
    if not scope.office:
        return []
    return [(year, count_text(len(rows))) for year, rows in sorted(scope.records.legacy.items(), reverse=True) if rows]


def _roles(scope: Scope, day: date) -> tuple[tuple[str, int], ...]:
    counts = [(role, sum(member.holds(role, day) for member in scope.records.staff.values())) for role in Role]
    return tuple((word(role), count) for role, count in counts if count)


def _staff(scope: Scope, assignments: Assignments) -> tuple[StaffLine, ...]:
    classes: dict[PersonId, dict[SubjectId, list[ClassId]]] = {}
    for (class_id, subject, _), people in assignments.teaching.items():
        for person in people:
            taught = classes.setdefault(person, {}).setdefault(subject, [])
            if class_id not in taught:
                taught.append(class_id)
    return tuple(
        StaffLine(
            member.full_name,
            _appointments(member),
            ", ".join(room.class_id.upper() for room in assignments.homerooms if room.teacher == key),
            "; ".join(_taught(subject, names) for subject, names in classes.get(key, {}).items()),
        )
        for key, member in scope.records.staff.items()
    )


def _taught(subject: SubjectId, classes: list[ClassId]) -> str:
    name = SUBJECTS[subject].name if subject in SUBJECTS else subject
    return f"{name} ({', '.join(one.upper() for one in sorted(classes))})"


def _appointments(member: StaffMember) -> str:
    parts = []
    for held in member.appointments:
        until = f" đến {date_text(held.until)}" if held.until else ""
        parts.append(f"{word(held.role)} từ {date_text(held.since)}{until}")
    return "; ".join(parts)


def year_view(scope: Scope, year: YearFacts) -> YearView:
    """The page of a year."""
    classes = year.of(scope.classes[year.id])
    rows = [pupil for facts in classes for pupil in facts.pupils]
    own, apart = counts.counted(rows), counts.counted(rows, inclusive=True)
    calendar = year.records.year.semesters
    facts = [
        Fact("Lớp", count_text(len(classes))),
        Fact("Học sinh", count_text(len(own) + len(apart))),
        *(
            Fact(word(term), f"{date_text(calendar[term].first)} – {date_text(calendar[term].last)}")
            for term in SEMESTERS
        ),
    ]
    grades: dict[str, list[ClassLine]] = {}
    for one in classes:
        grades.setdefault(f"Khối {one.grade}", []).append(_class_line(scope, year, one))
    term = latest_term(own)
    return YearView(
        year=year.id,
        facts=tuple(facts),
        links=_year_links(year.id, term),
        grades=tuple((grade, tuple(lines)) for grade, lines in grades.items()),
        term=word(term),
        chart=_grade_chart(own, term),
    )


def _year_links(year: YearId, term: Term) -> tuple[Link, ...]:
    return (
        Link("Danh sách học sinh", paths.pupils_page(year)),
        Link("Tình hình nhập điểm", paths.completeness_page(year)),
        Link("Thống kê", paths.statistics_page(year, term)),
        Link("Danh sách xét", paths.lists_page(year)),
    )


def latest_term(rows: list[PupilRow]) -> Term:
    """The last term for which the school has levels."""
    for term in (Term.CA_NAM, Term.HK2):
        if any(counts.learning_level(row.result, term) for row in rows):
            return term
    return Term.HK1


def _grade_chart(rows: list[PupilRow], term: Term) -> BarChart:
    groups = counts.groups_by(rows, lambda row: f"Khối {row.result.grade}", term)
    title = f"Kết quả học tập theo khối, {word(term)}"
    return level_chart("khoi", title, [(one.label, one.learning) for one in groups])


def _class_line(scope: Scope, year: YearFacts, facts: ClassFacts) -> ClassLine:
    there = [pupil for pupil in facts.pupils if pupil.counted]
    homeroom = year.records.assignments.homeroom_teacher(facts.id, year.records.year.last_day)
    first, second = (tally_chip(class_completeness(year, facts, term).total) for term in SEMESTERS)
    return ClassLine(
        Link(f"Lớp {facts.name}", paths.class_page(year.id, facts.id)),
        person_name(scope, homeroom),
        len(there),
        sum(pupil.person.female is True for pupil in there),
        (first, second),
        sum(bool(pupil.result.notices) for pupil in there),
    )


def pupil_lines(scope: Scope, year: YearFacts) -> tuple[PupilLine, ...]:
    """All pupils of a year, class by class in list order."""
    lines = []
    for facts in year.of(scope.classes[year.id]):
        for number, pupil in enumerate(facts.pupils, 1):
            born = pupil.person.born_on
            lines.append(
                PupilLine(
                    number,
                    pupil.person.name,
                    paths.pupil_year_page(year.id, pupil.person.id),
                    pupil.person.id,
                    facts.name,
                    paths.class_page(year.id, facts.id),
                    pupil.person.sex,
                    date_text(born) if born else "",
                    marks(pupil),
                )
            )
    return tuple(lines)
