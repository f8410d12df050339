"""A pupil: all years together, kept ones with their tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from hocba_build.domain.facts import YearFacts
from hocba_build.domain.legacy import LegacyForm, LegacySubject, LegacyTerm, LegacyYear
from hocba_build.domain.people import Student
from hocba_build.domain.subjects import ORDER, SUBJECTS
from hocba_build.domain.values import StudentId, SubjectId, Term, YearId
from hocba_build.domain.words import date_text, score_text, word
from hocba_build.publishing.site import paths
from hocba_build.publishing.site.cells import Cell, Chip, Fact, conclusion_chip, level_chip, result_cell
from hocba_build.publishing.site.scope import Scope


@dataclass(frozen=True, slots=True)
class YearRow:
    """One year of a pupil; ``path`` is empty where the site has no page of it."""

    year: str
    class_name: str
    school: str
    path: str
    kept: bool
    learning: Chip
    conduct: Chip
    conclusion: Chip
    title: str


@dataclass(frozen=True, slots=True)
class KeptYear:
    """A kept year's table, as it came."""

    year: str
    facts: tuple[Fact, ...]
    subjects: tuple[tuple[str, tuple[Cell, ...], str, str], ...]
    """Subject, its four results, remark, teacher."""
    learning_word: str
    conduct_word: str
    terms: tuple[tuple[str, str, str, str], ...]
    """Term, learning, conduct, overall average."""
    again: bool
    """Whether any subject was re-assessed."""


@dataclass(frozen=True, slots=True)
class PupilView:
    """Everything on the page."""

    name: str
    facts: tuple[Fact, ...]
    years: tuple[YearRow, ...]
    kept: tuple[KeptYear, ...]
    names: tuple[tuple[str, str, str], ...]
    events: tuple[tuple[str, str, str], ...]


def pupil_view(scope: Scope, years: Mapping[YearId, YearFacts], student: StudentId) -> PupilView:
    """The page of one pupil."""
    known = scope.records.students.get(student)
    kept = [rows[student] for _, rows in sorted(scope.records.legacy.items()) if student in rows]
    own = [_own_year(scope, facts, student) for _, facts in sorted(years.items()) if student in facts.results]
    rows = sorted([*(_kept_row(one) for one in kept), *own], key=lambda row: row.year, reverse=True)
    return PupilView(
        name=known.identities[-1].full_name if known and known.identities else f"Học sinh {student}",
        facts=tuple(_facts(scope, student, known)),
        years=tuple(rows),
        kept=tuple(_kept(one) for one in reversed(kept)),
        names=tuple(_names(known)) if known and len(known.identities) > 1 else (),
        events=tuple(_events(known)) if known else (),
    )


def _facts(scope: Scope, student: StudentId, known: Student | None) -> Iterator[Fact]:
    yield Fact("Mã học sinh", student)
    if known is None or not known.identities:
        return
    identity = known.identities[-1]
    yield Fact("Ngày sinh", date_text(identity.born_on))
    yield Fact("Giới tính", "Nữ" if identity.female else "Nam")
    if scope.office and known.ministry_code:
        yield Fact("Mã định danh của Bộ", known.ministry_code)
    for level, number in known.register_numbers:
        yield Fact(f"Số đăng bộ {word(level)}", number)


def _own_year(scope: Scope, facts: YearFacts, student: StudentId) -> YearRow:
    result = facts.results[student]
    shown = any(stay.records.school_class.id in scope.classes.get(facts.id, ()) for stay in facts.stays[student].stays)
    names = [stay.records.school_class.name for stay in facts.stays[student].stays]
    return YearRow(
        year=facts.id,
        class_name=" → ".join(names),
        school="",
        path=paths.pupil_year_page(facts.id, student) if shown else "",
        kept=False,
        learning=level_chip(result.final.learning.level),
        conduct=level_chip(result.final.conduct),
        conclusion=conclusion_chip(result.conclusion, completed=result.level_completed),
        title=word(result.title),
    )


def _kept_row(kept: LegacyYear) -> YearRow:
    term = kept.terms.get(Term.CA_NAM, LegacyTerm())
    return YearRow(
        year=kept.year,
        class_name=kept.class_name,
        school=kept.school,
        path="",
        kept=True,
        learning=Chip(word(term.old_learning or term.learning) or "–"),
        conduct=Chip(word(term.old_conduct or term.conduct) or "–"),
        conclusion=conclusion_chip(kept.conclusion, completed=kept.level_completed),
        title=word(kept.title),
    )


def _kept(kept: LegacyYear) -> KeptYear:
    old = kept.form is LegacyForm.TT58
    again = any(entry.reassessed is not None for entry in kept.subjects.values())
    ordered = sorted(kept.subjects.items(), key=lambda item: ORDER.get(item[0], len(ORDER)))
    return KeptYear(
        year=kept.year,
        facts=tuple(_kept_facts(kept)),
        subjects=tuple(_kept_subject(subject, entry, again=again) for subject, entry in ordered),
        learning_word="Học lực" if old else "Học tập",
        conduct_word="Hạnh kiểm" if old else "Rèn luyện",
        terms=tuple(_kept_term(term, kept.terms[term]) for term in Term if term in kept.terms),
        again=again,
    )


def _kept_facts(kept: LegacyYear) -> Iterator[Fact]:
    rules = "TT 58/2011" if kept.form is LegacyForm.TT58 else "TT 22/2021"
    source = "gói chuyển trường" if kept.from_packet else "học bạ giấy"
    place = f"{kept.school}, {kept.address}" if kept.address else kept.school
    absent = "" if kept.half_days_absent is None else f"{kept.half_days_absent} buổi"
    found = [
        ("Nguồn", f"{source}{f' ({kept.document})' if kept.document else ''}"),
        ("Quy định khi ấy", rules),
        ("Trường", place),
        ("Lớp", kept.class_name),
        ("Nghỉ học", absent),
        ("Kết luận", word(kept.conclusion)),
        ("Danh hiệu", word(kept.title)),
        ("Nhận xét", kept.remark or ""),
        ("Giáo viên chủ nhiệm", kept.homeroom_teacher or ""),
        ("Hiệu trưởng", kept.principal or ""),
    ]
    yield from (Fact(label, value) for label, value in found if value)


def _kept_subject(subject: SubjectId, entry: LegacySubject, *, again: bool) -> tuple[str, tuple[Cell, ...], str, str]:
    name = SUBJECTS[subject].name if subject in SUBJECTS else subject
    cells = [result_cell(value) for value in (entry.hk1, entry.hk2, entry.year)]
    if again:
        cells.append(Cell("", "none") if entry.reassessed is None else result_cell(entry.reassessed))
    return name, tuple(cells), entry.remark or "", ", ".join(entry.teachers)


def _kept_term(term: Term, levels: LegacyTerm) -> tuple[str, str, str, str]:
    average = "" if levels.overall_average is None else score_text(levels.overall_average)
    learning = word(levels.old_learning or levels.learning) or "–"
    return word(term), learning, word(levels.old_conduct or levels.conduct) or "–", average


def _names(student: Student) -> Iterator[tuple[str, str, str]]:
    """From when, name, document."""
    for identity in student.identities:
        yield date_text(identity.since), identity.full_name, identity.document or ""


def _events(student: Student) -> Iterator[tuple[str, str, str]]:
    """Day, what happened, what stands behind it."""
    for event in student.events:
        parts = [event.year or "", event.school or "", event.reason or "", event.document or ""]
        yield date_text(event.day), word(event.kind), "; ".join(part for part in parts if part)
