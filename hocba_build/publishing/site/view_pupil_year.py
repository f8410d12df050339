"""A pupil's year: every score, every result with its reason, everything entered beside."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from hocba_build.domain.entries import Decision, DecisionKind, Honours, Mode, Tests
from hocba_build.domain.facts import ClassFacts, PupilRow, YearFacts
from hocba_build.domain.results import SemesterResult, StudentYear, SubjectResult
from hocba_build.domain.results.join import StudentStays
from hocba_build.domain.results.why import reasons
from hocba_build.domain.subjects import SUBJECTS
from hocba_build.domain.values import SEMESTERS, Assessed, Outcome, SubjectId, Term
from hocba_build.domain.words import date_text, result_text, term_words, word
from hocba_build.publishing.site import paths
from hocba_build.publishing.site.cells import (
    SHORT_OUTCOMES,
    Cell,
    Chip,
    Fact,
    Link,
    conclusion_chip,
    level_chip,
    result_cell,
)
from hocba_build.publishing.site.scope import Scope
from hocba_build.publishing.site.sources import source_files
from hocba_build.publishing.site.view_class import marks, person_name

MODE_WORDS: Final = {
    Mode.BINH_THUONG: "",
    Mode.GIAM_YEU_CAU: "Giảm yêu cầu",
    Mode.KHGDCN: "Theo kế hoạch giáo dục cá nhân",
    Mode.MIEN: "Miễn",
}
CONTENT_WORDS: Final = {"": "", "am_nhac": "Âm nhạc", "mi_thuat": "Mĩ thuật"}
FIGURE_WORDS: Final = {
    "hk1": "Học kì I",
    "hk2": "Học kì II",
    "ca_nam": "Cả năm",
    "danh_gia_lai": "Đánh giá lại",
    "hoc_tap": "Kết quả học tập",
    "ren_luyen": "Kết quả rèn luyện",
    "buoi_nghi": "Số buổi nghỉ",
    "ket_luan": "Kết luận",
    "sau_he": "Sau kì nghỉ hè",
    "danh_hieu": "Danh hiệu",
    "hoan_thanh_cap": "Hoàn thành cấp học",
}


@dataclass(frozen=True, slots=True)
class SubjectLine:
    """A subject's results over the year."""

    name: str
    mode: str
    cells: tuple[Cell, Cell, Cell]
    again: Cell
    remark: str
    teachers: str


@dataclass(frozen=True, slots=True)
class TestLine:
    """The tests of one subject, or one content of it, in one semester."""

    name: str
    regular: tuple[Cell, ...]
    topic: Cell
    midterm: Cell
    final: Cell
    result: Cell
    note: str


@dataclass(frozen=True, slots=True)
class TestTable:
    """One semester's tests; ``columns`` is the greatest number of regular ones."""

    title: str
    anchor: str
    columns: int
    topics: bool
    lines: tuple[TestLine, ...]


@dataclass(frozen=True, slots=True)
class LevelLine:
    """Both levels of a term."""

    term: str
    learning: Chip
    conduct: Chip
    note: str


@dataclass(frozen=True, slots=True)
class WhyLine:
    """One figure with what it was computed from."""

    figure: str
    value: str
    inputs: str
    rule: str
    article: str


@dataclass(frozen=True, slots=True)
class PupilYearView:
    """Everything on the page."""

    name: str
    year: str
    marks: tuple[Chip, ...]
    facts: tuple[Fact, ...]
    links: tuple[Link, ...]
    levels: tuple[LevelLine, ...]
    absent: str
    conclusion: Chip
    title: str
    completion: str
    notices: tuple[str, ...]
    subjects: tuple[SubjectLine, ...]
    tests: tuple[TestTable, ...]
    why: tuple[tuple[str, tuple[WhyLine, ...]], ...]
    absences: tuple[tuple[str, str, str, str], ...]
    remarks: tuple[Fact, ...]
    honours: tuple[Fact, ...]
    decisions: tuple[tuple[str, str, str], ...]
    transfer: tuple[Fact, ...]
    sources: tuple[str, ...]
    history: Sequence[object] | None
    """The way of the pupil's cells through the ledger; ``None`` where no ledger was verified."""


def pupil_year_view(scope: Scope, year: YearFacts, facts: ClassFacts, pupil: PupilRow) -> PupilYearView:
    """The page of one pupil in one year."""
    result, stays = pupil.result, year.stays[pupil.person.id]
    return PupilYearView(
        name=pupil.person.name,
        year=year.id,
        marks=marks(pupil),
        facts=_facts(pupil, stays),
        links=_links(year, facts, pupil),
        levels=tuple(_levels(result)),
        absent="chưa có sổ" if result.half_days_absent is None else f"{result.half_days_absent} buổi",
        conclusion=conclusion_chip(result.conclusion, completed=result.level_completed),
        title=word(result.title),
        completion=_completion(result),
        notices=tuple(f"{notice.message} ({notice.code})" for notice in result.notices),
        subjects=tuple(_subject(scope, year, result, one) for one in result.subjects.values()),
        tests=tuple(_tests(result, term) for term in SEMESTERS),
        why=_why(result),
        absences=tuple(_absences(stays)),
        remarks=tuple(_remarks(stays)),
        honours=tuple(_honours(stays.rows(lambda records: records.honours.get(stays.student)))),
        decisions=tuple(_decision(one) for one in stays.decisions()),
        transfer=_transfer(stays),
        sources=source_files(year.id, stays),
        history=None if scope.history is None else scope.history.of_pupil(year.id, pupil.person.id),
    )


def _facts(pupil: PupilRow, stays: StudentStays) -> tuple[Fact, ...]:
    born = pupil.person.born_on
    rooms = []
    for stay in stays.stays:
        until = f" đến {date_text(stay.enrolment.until)}" if stay.enrolment.until else ""
        rooms.append(f"{stay.records.school_class.name} từ {date_text(stay.enrolment.since)}{until}")
    found = [
        Fact("Mã học sinh", pupil.person.id),
        Fact("Ngày sinh", date_text(born) if born else ""),
        Fact("Giới tính", pupil.person.sex),
        Fact("Lớp", "; ".join(rooms)),
    ]
    return tuple(fact for fact in found if fact.value)


def _links(year: YearFacts, facts: ClassFacts, pupil: PupilRow) -> tuple[Link, ...]:
    return (
        Link("Các năm học của học sinh", paths.pupil_page(pupil.person.id)),
        Link(f"Danh sách lớp {facts.name}", paths.class_page(year.id, facts.id)),
    )


def _levels(result: StudentYear) -> Iterator[LevelLine]:
    for term in Term:
        levels = result.terms[term]
        note = _level_note(result, term)
        yield LevelLine(word(term), level_chip(levels.learning.level), level_chip(levels.conduct), note)
    if result.changed_in_summer:
        final = result.final
        note = f"Kết luận lần đầu: {word(result.first_conclusion)}" if result.first_conclusion else ""
        yield LevelLine("Sau kì nghỉ hè", level_chip(final.learning.level), level_chip(final.conduct), note)


def _level_note(result: StudentYear, term: Term) -> str:
    learning = result.terms[term].learning
    if learning.kept_from:
        return f"Kết quả mang từ {learning.kept_from}"
    if learning.adjusted_by:
        return f"Điều chỉnh theo Điều 9 khoản 3 (môn {SUBJECTS[learning.adjusted_by].name})"
    return f"Quyết định {learning.decision}" if learning.decision else ""


def _completion(result: StudentYear) -> str:
    if result.level_completed is None:
        return ""
    if not result.level_completed:
        return "Không hoàn thành"
    done = result.completion
    return f"Hoàn thành, Quyết định {done.number} ngày {date_text(done.decided_on)}" if done else "Đủ điều kiện"


def _subject(scope: Scope, year: YearFacts, result: StudentYear, subject: SubjectResult) -> SubjectLine:
    teachers: list[str] = []
    for term in SEMESTERS:
        for person in year.records.assignments.teachers(result.class_id, subject.subject, term):
            name = person_name(scope, person)
            teachers += [] if name in teachers else [name]
    first, second, whole = (result_cell(subject.of(term)) for term in Term)
    again = Cell("", "none") if subject.reassessed is None else result_cell(subject.reassessed)
    if subject.not_sat:
        again = Cell("không dự", "fail")
    return SubjectLine(
        SUBJECTS[subject.subject].name,
        MODE_WORDS[subject.mode],
        (first, second, whole),
        again,
        subject.remark or "",
        ", ".join(teachers),
    )


def _tests(result: StudentYear, term: Term) -> TestTable:
    lines = [line for one in result.subjects.values() for line in _test_lines(one, term)]
    columns = max([len(line.regular) for line in lines] + [2])
    filled = tuple(_padded(line, columns) for line in lines)
    topics = any(line.topic.text for line in lines)
    return TestTable(f"Điểm đánh giá {word(term)}", f"diem-{term.value}", columns, topics, filled)


def _padded(line: TestLine, columns: int) -> TestLine:
    blanks = (Cell("", "none"),) * (columns - len(line.regular))
    return TestLine(line.name, line.regular + blanks, line.topic, line.midterm, line.final, line.result, line.note)


def _test_lines(subject: SubjectResult, term: Term) -> Iterator[TestLine]:
    semester = subject.semesters[term]
    names = list(semester.contents) or [""]
    for place, name in enumerate(names):
        tests = semester.contents.get(name, Tests())
        label = SUBJECTS[subject.subject].name
        label = f"{label}: {CONTENT_WORDS.get(name, name)}" if name else label
        yield TestLine(
            label,
            tuple(_test(value, missed=f"tx{number}" in tests.not_sat) for number, value in enumerate(tests.regular, 1)),
            _topic(tests),
            _test(tests.midterm, missed="gk" in tests.not_sat),
            _test(tests.final, missed="ck" in tests.not_sat),
            result_cell(semester.value) if place == 0 else Cell("", "none"),
            _test_note(semester) if place == 0 else "",
        )


def _topic(tests: Tests) -> Cell:
    return Cell("", "none") if tests.study_topic is None else _test(tests.study_topic, missed=False)


def _test(value: Assessed | None, *, missed: bool) -> Cell:
    if value is None:
        return Cell("–", "blank")
    text = SHORT_OUTCOMES[value] if isinstance(value, Outcome) else result_text(value)
    return Cell(f"{text} (không dự)" if missed else text, "num fail" if missed else "num")


def _test_note(semester: SemesterResult) -> str:
    if semester.kept_from:
        return f"Kết quả mang từ {semester.kept_from}"
    return f"Miễn: {semester.exemption}" if semester.exemption else ""


def _why(result: StudentYear) -> tuple[tuple[str, tuple[WhyLine, ...]], ...]:
    """Reasons, grouped by what the first part of the figure's name says."""
    groups: dict[str, list[WhyLine]] = {}
    for reason in reasons(result):
        head, _, tail = reason.figure.partition(".")
        subject = SUBJECTS.get(SubjectId(head))
        title = subject.name if subject else "Mức đánh giá và kết luận"
        figure = FIGURE_WORDS.get(tail, tail)
        if subject is None and head in ("hk1", "hk2"):
            figure = f"{figure}, {FIGURE_WORDS[head]}"
        line = WhyLine(figure, reason.value or "–", reason.inputs, reason.rule, reason.article)
        groups.setdefault(title, []).append(line)
    return tuple((title, tuple(lines)) for title, lines in groups.items())


def _absences(stays: StudentStays) -> Iterator[tuple[str, str, str, str]]:
    """Month, permitted, unpermitted, both."""
    for term in SEMESTERS:
        rows = [stay.records.absences.get(term, {}).get(stays.student, {}) for stay in stays.once]
        months = [(month, count) for row in rows for month, count in row.items()]
        for month, count in sorted(months, key=lambda one: one[0]):
            year, _, number = month.partition("-")
            yield f"Tháng {int(number)}/{year}", str(count.excused), str(count.unexcused), str(count.total)
        brought = stays.brought(term)
        if brought and brought.absences:
            kept = brought.absences
            yield f"{word(term)}, trường cũ", str(kept.excused), str(kept.unexcused), str(kept.total)


def _remarks(stays: StudentStays) -> Iterator[Fact]:
    for term in SEMESTERS:
        for stay in stays.once:
            entry = stay.records.conduct.get(term, {}).get(stays.student)
            if entry and entry.remark:
                yield Fact(f"Rèn luyện, {word(term)}", entry.remark)
        brought = stays.brought(term)
        if brought and brought.remark:
            yield Fact(f"Trường cũ, {word(term)}", brought.remark)
    for summer in stays.rows(lambda records: records.summer_conduct.get(stays.student)):
        if summer.remark:
            yield Fact("Rèn luyện trong hè", summer.remark)
    for text in stays.rows(lambda records: records.remarks.get(stays.student)):
        yield Fact("Giáo viên chủ nhiệm, cả năm", text)


def _honours(found: Iterable[Honours]) -> Iterator[Fact]:
    for honours in found:
        for award in honours.awards:
            number = f", Quyết định {award.number}" if award.number else ""
            day = f" ngày {date_text(award.given_on)}" if award.given_on else ""
            yield Fact("Khen thưởng", f"{award.text}{number}{day}")
        for name, grade in honours.certificates:
            yield Fact("Chứng chỉ", f"{name}: {grade}" if grade else name)
        for name, prize in honours.contests:
            yield Fact("Cuộc thi", f"{name}: {prize}" if prize else name)


def _decision(decision: Decision) -> tuple[str, str, str]:
    return decision.number, date_text(decision.decided_on), _decided(decision)


def _decided(decision: Decision) -> str:
    if decision.kind is DecisionKind.CHE_DO:
        modes = (decision.modes or {}).items()
        parts = [f"{SUBJECTS[key].name}: {MODE_WORDS[mode] or 'bình thường'}" for key, mode in modes]
        return "Chế độ đánh giá theo Điều 11 – " + "; ".join(parts)
    if decision.kind is DecisionKind.LEN_LOP:
        return "Được lên lớp (Điều 12 khoản 4)" if decision.promoted else "Không được lên lớp (Điều 12 khoản 4)"
    term = term_words(decision.term)
    if decision.kind is DecisionKind.DIEU_CHINH:
        return f"Điều chỉnh mức học tập {term} (Điều 9 khoản 3): {word(decision.level)}"
    return f"Xếp mức học tập {term}: {word(decision.level)}"


def _transfer(stays: StudentStays) -> tuple[Fact, ...]:
    brought = stays.transfer
    if brought is None:
        return ()
    found = [
        Fact("Trường chuyển đến từ", brought.school),
        Fact("Địa chỉ", brought.address or ""),
        Fact("Chứng từ", brought.document),
        Fact("Ngày đến", date_text(brought.arrived_on)),
    ]
    return tuple(fact for fact in found if fact.value)
