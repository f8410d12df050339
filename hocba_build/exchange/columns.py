"""What a score sheet's columns hold, and what they are called."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import lru_cache
from typing import Final

from hocba_build.domain.entries import Mode
from hocba_build.domain.results.subjects import course_of
from hocba_build.domain.school import ClassRecords, SchoolYear, YearRecords
from hocba_build.domain.subjects import ARTS, SUBJECTS
from hocba_build.domain.values import ClassId, SubjectId, Term, YearId
from hocba_build.domain.vietnamese import fold

HOMEROOM: Final = "chu-nhiem"
"""Stands where a subject's id stands, for the homeroom teacher's sheet."""


class Input(Enum):
    """What may be typed in a column."""

    SCORE = "diem"
    OUTCOME = "dat"
    LEVEL = "muc"
    COUNT = "buoi"
    REASON = "can_cu"
    REMARK = "nhan_xet"
    DAY = "ngay"
    TEXT = "chu"
    TICK = "x"
    ROUND = "dot"


SUMMER_CONDUCT: Final = "ren-luyen-he"
HONOURS: Final = "khen-thuong"
COMPLETIONS: Final = "hoan-thanh"
CHOICES: Final = "lua-chon"
YEAR_TABLES: Final = {
    SUMMER_CONDUCT: "Rèn luyện trong hè",
    HONOURS: "Khen thưởng, chứng chỉ, cuộc thi",
    COMPLETIONS: "Hoàn thành cấp học",
    CHOICES: "Môn lựa chọn, chuyên đề",
}
"""The sheets of the whole year that are of no one subject: id and name."""
REASSESSMENT: Final = "Đánh giá lại"
PERIODS: Final = {"hk1": Term.HK1, "hk2": Term.HK2, "ca-nam": Term.CA_NAM}
"""The terms as sheets are asked for; the whole year has sheets of its own."""
_PERIOD_NAMES: Final = {term: name for name, term in PERIODS.items()}


@dataclass(frozen=True, slots=True)
class SheetKey:
    """What one sheet is about; without a subject it is the homeroom teacher's, or the ``table`` of the whole year.

    Of the whole year a subject has its re-assessment.
    """

    year: YearId
    class_id: ClassId
    term: Term
    subject: SubjectId | None
    table: str = ""

    @property
    def what(self) -> str:
        """The subject's id, the table's, or ``chu-nhiem``."""
        return self.table or self.subject or HOMEROOM

    @property
    def period(self) -> str:
        """The term as the sheet is asked for: ``hk1``, ``hk2``, ``ca-nam``."""
        return _PERIOD_NAMES[self.term]

    @classmethod
    def named(cls, year: YearId, class_id: ClassId, term: Term, what: str) -> SheetKey:
        """The sheet of that name.

        Raises:
            ValueError: a term has no such sheet.
        """
        whole = term is Term.CA_NAM
        if what in SUBJECTS:
            return cls(year, class_id, term, SubjectId(what))
        if what not in (YEAR_TABLES if whole else {HOMEROOM}):
            raise ValueError(what)
        return cls(year, class_id, term, None, what if whole else "")


@dataclass(frozen=True, slots=True)
class Column:
    """One column of values: its key (``tx1``, ``am_nhac.gk``, ``2025-09.phep``), its heading, what it takes."""

    key: str
    label: str
    takes: Input
    aliases: frozenset[str] = field(default_factory=frozenset)
    longest: int | None = None
    """Signs of a text, where it is not what its kind allows."""

    @property
    def is_test(self) -> bool:
        """Whether the column holds one assessment."""
        return self.takes in (Input.SCORE, Input.OUTCOME)

    def shown(self, word: str | None) -> str:
        """A word of the column as people read it: points with a comma, days as 21/07/2026."""
        if word is None:
            return ""
        if self.takes is Input.DAY:
            return "/".join(reversed(word.split("-")))
        return word.replace(".", ",") if self.takes in (Input.SCORE, Input.COUNT) else word

    @property
    def content(self) -> str:
        """The content the test belongs to (Nghệ thuật has two, other subjects one without a name)."""
        return self.key.rpartition(".")[0]

    @property
    def place(self) -> str:
        """The test in its content: ``tx1``, ``gk``, ``ck``, ``chuyen_de``."""
        return self.key.rpartition(".")[2]

    def is_called(self, heading: str) -> bool:
        """Whether a heading, folded, means this column."""
        return heading == folded(self.label) or heading in self.aliases


@lru_cache(maxsize=4096)
def folded(heading: str) -> str:
    """A heading without accents, spaces and signs: ``ĐĐGtx 1`` is ``ddgtx1``."""
    return re.sub(r"[^a-z0-9]", "", fold(heading).lower())


HEAD_SEARCH: Final = 30
"""Rows from the top in which the headings are looked for."""
ID: Final = "Mã học sinh"
NAME: Final = "Họ và tên"
BORN: Final = "Ngày sinh"
FIXED: Final[Mapping[str, tuple[str, frozenset[str]]]] = {
    "stt": ("STT", frozenset({"tt", "sothutu"})),
    "ma": (ID, frozenset({"mahs", "madinhdanh"})),
    "ten": (NAME, frozenset({"hoten", "hovatenhocsinh"})),
    "sinh": (BORN, frozenset({"ngaythangnamsinh"})),
}
"""Columns that say which pupil a row is about."""
NOTE: Final = "Ghi chú"
AVERAGE: Final = "ĐTBmhk"
OUTCOME: Final = "Kết quả HK"
FIRST_AVERAGE: Final = "ĐTB HK I"
YEAR_AVERAGE: Final = "ĐTBmcn"
EXCUSED: Final = "Tổng có phép"
UNEXCUSED: Final = "Tổng không phép"
COMPUTED: Final = frozenset(map(folded, (NOTE, AVERAGE, OUTCOME, FIRST_AVERAGE, YEAR_AVERAGE, EXCUSED, UNEXCUSED)))
"""Columns we fill ourselves and never read."""

_CONTENT_NAMES: Final = {"am_nhac": "Âm nhạc", "mi_thuat": "Mĩ thuật"}


def semester_columns(year: YearRecords, held: ClassRecords, key: SheetKey) -> tuple[Column, ...]:
    """The columns of a semester's sheet as the curriculum and what is already entered ask for them."""
    if key.subject is None:
        return tuple(_homeroom(year.year, held, key.term))
    return (*_tests(year.year, held, key), *_COMMON)


_COMMON: Final = (
    Column("mien", "Căn cứ miễn", Input.REASON, frozenset({"mien", "liddomien", "lidomien"})),
    Column("nhan_xet", "Nhận xét", Input.REMARK, frozenset({"loinhanxet", "nhanxetsutienbo"})),
)


def _tests(year: SchoolYear, held: ClassRecords, key: SheetKey) -> Iterator[Column]:
    subject = SubjectId(key.what)
    course = course_of(year, held.school_class.grade, subject, Mode.BINH_THUONG)
    takes = Input.SCORE if course.scored else Input.OUTCOME
    count = max(course.required_regular, _longest(held, key))
    for content in course.contents:
        names = [f"tx{number}" for number in range(1, count + 1)]
        if not content and has_topics(held, key):
            names.append("chuyen_de")
        yield from (_test(content, name, takes) for name in (*names, "gk", "ck"))


def _longest(held: ClassRecords, key: SheetKey) -> int:
    """The most regular tests any row already has."""
    rows = held.subjects.get((key.term, SubjectId(key.what)), {}).values()
    return max((len(tests.regular) for row in rows for tests in row.contents.values()), default=0)


def has_topics(held: ClassRecords, key: SheetKey) -> bool:
    """Whether somebody in the class takes the study topics of the subject, or has a result of one."""
    rows = held.subjects.get((key.term, SubjectId(key.what)), {}).values()
    given = any(tests.study_topic is not None for row in rows for tests in row.contents.values())
    return given or any(key.subject in row.study_topics for row in held.school_class.enrolments)


_PLACE_NAMES: Final = {"gk": "Giữa kì", "ck": "Cuối kì", "chuyen_de": "Chuyên đề"}
_PLACE_ALIASES: Final = {
    "gk": frozenset({"gk", "giuaky", "ddggk", "giuaki"}),
    "ck": frozenset({"ck", "cuoiky", "ddgck", "cuoiki"}),
    "chuyen_de": frozenset({"cd", "chuyendehoctap"}),
}


def _test(content: str, place: str, takes: Input) -> Column:
    scored = takes is Input.SCORE
    number = place.removeprefix("tx")
    if place in ("gk", "ck") or place.startswith("tx"):
        short = f"ĐĐG{place}" if scored else place.upper()
    else:
        short = _PLACE_NAMES[place]
    aliases = _PLACE_ALIASES.get(place, frozenset({f"tx{number}", f"thuongxuyen{number}", f"ddgtx{number}"}))
    if not content:
        return Column(place, short, takes, aliases)
    name = _CONTENT_NAMES[content]
    return Column(f"{content}.{place}", f"{name} {short}", takes, frozenset({folded(name) + one for one in aliases}))


def _homeroom(year: SchoolYear, held: ClassRecords, term: Term) -> Iterator[Column]:
    yield Column("muc", "Rèn luyện", Input.LEVEL, frozenset({"ketquarenluyen", "mucrenluyen"}))
    for month in months_of(year, held, term):
        spoken = f"{month[5:]}/{month[:4]}"
        yield Column(f"{month}.phep", f"{spoken} có phép", Input.COUNT)
        yield Column(f"{month}.khong_phep", f"{spoken} không phép", Input.COUNT)
    yield Column("nhan_xet", f"Nhận xét {TERM_NAMES[term]}", Input.REMARK, frozenset({"nhanxet"}))
    if term is Term.HK2:
        yield Column("nhan_xet_nam", "Nhận xét cả năm", Input.REMARK)


TERM_NAMES: Final = {Term.HK1: "học kì I", Term.HK2: "học kì II", Term.CA_NAM: "cả năm"}


def months_of(year: SchoolYear, held: ClassRecords, term: Term) -> list[str]:
    """The months of a semester's calendar, and those that already have absences."""
    entered = {month for months in held.absences.get(term, {}).values() for month in months}
    return sorted(entered | set(year.semesters[term].months()))


def subject_name(held: ClassRecords, subject: SubjectId) -> str:
    """The subject's name; a foreign language by its own."""
    language = held.school_class.foreign_language
    return language if subject == "ngoai-ngu-1" and language else SUBJECTS[subject].name


def title_of(held: ClassRecords, key: SheetKey) -> str:
    """What a sheet is called on a page that names its class and term."""
    if key.table:
        return YEAR_TABLES[key.table]
    if key.subject is None:
        return "Chủ nhiệm"
    name = subject_name(held, key.subject)
    return f"{REASSESSMENT} {name}" if key.term is Term.CA_NAM else name


def sheet_title(held: ClassRecords, key: SheetKey) -> str:
    """The tab's text: at most 31 signs, none that a tab refuses."""
    what = "Chủ nhiệm" if key.subject is None else SUBJECTS[key.subject].short
    said = f"{what} {key.term.value.upper()}"
    if key.term is Term.CA_NAM:
        said = YEAR_TABLES[key.table] if key.table else f"{what} {REASSESSMENT.lower()}"
    return re.sub(r"[\[\]:*?/\\']", "-", f"{held.school_class.name} {said}")[:31]


__all__ = [
    "ARTS",
    "Column",
    "Input",
    "SheetKey",
    "folded",
    "semester_columns",
    "sheet_title",
    "subject_name",
    "title_of",
]
