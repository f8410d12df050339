"""The page of a subject in a semester: every test, the semester's result, and in the second the year's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hocba_build.domain.class_book.model import Column, Kind, Page, numbered
from hocba_build.domain.entries import Mode, Tests
from hocba_build.domain.facts import ClassFacts, PupilRow, YearFacts
from hocba_build.domain.results import SemesterResult, SubjectResult
from hocba_build.domain.results.subjects import course_of
from hocba_build.domain.signers import Staff, names_of
from hocba_build.domain.subjects import ARTS, ARTS_CONTENTS, ORDER, SUBJECTS
from hocba_build.domain.tables import Cell
from hocba_build.domain.values import SEMESTERS, Exempt, Outcome, Result, Standing, SubjectId, Term
from hocba_build.domain.words import result_text, word

_CONTENT_NAMES = {"": "", "am_nhac": "Âm nhạc", "mi_thuat": "Mĩ thuật"}
_PLACES = {"gk": "giữa kì", "ck": "cuối kì"}
OUTCOMES = {Outcome.DAT: "Đ", Outcome.CHUA_DAT: "CĐ"}


def subject_pages(year: YearFacts, facts: ClassFacts, staff: Staff) -> Iterator[Page]:
    """Both semesters of every subject that somebody in the class takes, in the official order."""
    for subject in subjects_of(facts):
        for term in SEMESTERS:
            yield _page(year, facts, staff, subject, term)


def subjects_of(facts: ClassFacts) -> list[SubjectId]:
    """Every subject any pupil of the class takes."""
    return sorted({key for pupil in facts.pupils for key in pupil.result.subjects}, key=ORDER.__getitem__)


def subject_name(facts: ClassFacts, subject: SubjectId) -> str:
    """The subject's name; a foreign language with its own."""
    language = facts.records.school_class.foreign_language
    name = SUBJECTS[subject].name
    return f"{name} ({language})" if subject == "ngoai-ngu-1" and language else name


def _page(year: YearFacts, facts: ClassFacts, staff: Staff, subject: SubjectId, term: Term) -> Page:
    count = _regular(year, facts, subject, term)
    topics = _has_topics(facts, subject, term)
    contents = ARTS_CONTENTS if subject == ARTS else ("",)
    columns = [Column("STT", Kind.NUMBER), Column("Họ và tên", Kind.NAME)]
    for content in contents:
        columns += _test_columns(subject, content, count, topics=topics)
    columns += _result_columns(subject, term)
    rows = numbered(_row(pupil, subject, term, contents, (count, topics)) for pupil in facts.pupils)
    people = year.records.assignments.teachers(facts.id, subject, term)
    name = subject_name(facts, subject)
    return Page(
        key=f"{SUBJECTS[subject].short} {term.value.upper()}",
        title=f"{name} – {word(term)}",
        subtitle=f"Lớp {facts.name} – Năm học {year.id}",
        columns=tuple(columns),
        rows=rows,
        signed=tuple(("Giáo viên môn học", teacher) for teacher in names_of(staff, people) or ("",)),
        hints=(_HINT_SCORED if SUBJECTS[subject].scored else _HINT_COMMENTED,),
    )


_HINT_SCORED = "ĐĐGtx, ĐĐGgk, ĐĐGck: điểm đánh giá thường xuyên, giữa kì, cuối kì; ĐTBmhk, ĐTBmcn: điểm trung bình môn."
_HINT_COMMENTED = "Đ: Đạt; CĐ: Chưa đạt."


def _regular(year: YearFacts, facts: ClassFacts, subject: SubjectId, term: Term) -> int:
    """Columns for regular tests: those required, or as many as somebody has."""
    required = course_of(year.records.year, facts.grade, subject, Mode.BINH_THUONG).required_regular
    given = (len(tests.regular) for tests in _tests(facts, subject, term))
    return max([required, *given])


def _has_topics(facts: ClassFacts, subject: SubjectId, term: Term) -> bool:
    return any(tests.study_topic is not None for tests in _tests(facts, subject, term))


def _tests(facts: ClassFacts, subject: SubjectId, term: Term) -> Iterator[Tests]:
    for pupil in facts.pupils:
        if subject in pupil.result.subjects:
            yield from pupil.result.subjects[subject].semesters[term].contents.values()


def _test_columns(subject: SubjectId, content: str, count: int, *, topics: bool) -> list[Column]:
    group = _CONTENT_NAMES[content]
    if not group:
        group = "ĐĐGtx" if SUBJECTS[subject].scored else "Thường xuyên"
        columns = [Column(str(number), Kind.MARK, group) for number in range(1, count + 1)]
        columns += [Column("Chuyên đề", Kind.MARK)] if topics else []
        last = ("ĐĐGgk", "ĐĐGck") if SUBJECTS[subject].scored else ("Giữa kì", "Cuối kì")
        return [*columns, *(Column(text, Kind.MARK) for text in last)]
    regular = [Column(f"TX {number}", Kind.MARK, group) for number in range(1, count + 1)]
    return [*regular, Column("GK", Kind.MARK, group), Column("CK", Kind.MARK, group)]


def _result_columns(subject: SubjectId, term: Term) -> list[Column]:
    scored, second = SUBJECTS[subject].scored, term is Term.HK2
    number = "II" if second else "I"
    columns = [Column(f"ĐTBmhk {number}" if scored else f"Học kì {number}", Kind.COUNT)]
    if second:
        columns.append(Column("ĐTBmcn" if scored else "Cả năm", Kind.COUNT))
        columns.append(Column("Đánh giá lại", Kind.COUNT))
    return [*columns, Column("Ghi chú", Kind.NOTE)]


def _row(
    pupil: PupilRow, subject: SubjectId, term: Term, contents: Sequence[str], shape: tuple[int, bool]
) -> tuple[Cell, ...]:
    count, topics = shape
    held = pupil.result.subjects.get(subject)
    results = 3 if term is Term.HK2 else 1
    if held is None:
        return (pupil.person.name, *[None] * (len(contents) * (count + 2) + topics + results), "Không học môn này")
    semester = held.semesters[term]
    cells: list[Cell] = [pupil.person.name]
    for content in contents:
        cells += _test_cells(semester.contents.get(content, Tests()), count, topics=topics)
    cells.append(mark(semester.value))
    if term is Term.HK2:
        cells += [mark(held.year), mark(held.reassessed)]
    return (*cells, "; ".join(_notes(pupil, held, semester)))


def _test_cells(tests: Tests, count: int, *, topics: bool) -> list[Cell]:
    regular = [tests.regular[place] if place < len(tests.regular) else None for place in range(count)]
    more = [tests.study_topic] if topics else []
    return [mark(value) for value in (*regular, *more, tests.midterm, tests.final)]


def mark(value: Result | None) -> Cell:
    """A score as a number, an outcome by its letters, nothing for nothing."""
    if value is None:
        return ""
    if isinstance(value, Outcome):
        return OUTCOMES[value]
    return result_text(value) if isinstance(value, Exempt) else value


def _notes(pupil: PupilRow, held: SubjectResult, semester: SemesterResult) -> Iterator[str]:
    if pupil.standing is not Standing.DANG_HOC:
        yield word(pupil.standing)
    if held.mode is not Mode.BINH_THUONG and held.mode is not Mode.MIEN:
        yield "Giảm yêu cầu" if held.mode is Mode.GIAM_YEU_CAU else "Theo kế hoạch cá nhân"
    if semester.exemption:
        yield f"Miễn: {semester.exemption}"
    if semester.kept_from:
        yield f"Kết quả của {semester.kept_from}"
    missed = [place for tests in semester.contents.values() for place in sorted(tests.not_sat)]
    if missed:
        yield f"Không dự: {', '.join(_PLACES.get(place, place.upper()) for place in missed)}"
