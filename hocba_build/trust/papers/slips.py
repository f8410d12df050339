"""A slip: one pupil's year on one official copy, in the few bytes that a QR code prints.

It holds the figures themselves, so that whoever reads it sees what must stand on the paper, and the first half of the
frozen result's salted hash, which ties it to the lock and keeps its own hash from being guessed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from hocba_build.domain.copies import CopyId
from hocba_build.domain.legacy import LegacySubject, LegacyTerm
from hocba_build.domain.values import (
    LEVELS,
    Conclusion,
    Exempt,
    Level,
    Outcome,
    Result,
    Score,
    StudentId,
    SubjectId,
    Term,
    Title,
    YearId,
)
from hocba_build.trust.year_end.leaf_year import FrozenYear

FORM: Final = 1
SCHOOL: Final = 4
"""Bytes of the founding commit that name the school."""
DIGEST: Final = 16
"""Bytes of the frozen result's hash."""
SUBJECTS: Final = tuple(
    SubjectId(name)
    for name in (
        "ngu-van toan ngoai-ngu-1 gdcd lich-su-va-dia-li khtn cong-nghe tin-hoc gdtc nghe-thuat hdtn-hn gddp lich-su "
        "dia-li gdktpl vat-li hoa-hoc sinh-hoc gdqpan am-nhac mi-thuat tieng-dtts ngoai-ngu-2"
    ).split()
)
"""Their places are numbers in printed codes: only added to, never moved."""
_WORDS: Final[dict[object, int]] = {Outcome.DAT: 101, Outcome.CHUA_DAT: 102, Exempt.MIEN: 103, None: 255}
_RESULTS: Final = {number: word for word, number in _WORDS.items()}
_DAY_ZERO: Final = date(1970, 1, 1)
_AGAIN: Final = 0x80
_NO_DAYS: Final = 255
_TRUTHS: Final = (None, False, True)
_TERMS: Final = (Term.HK1, Term.HK2, Term.CA_NAM)


class SlipFault(ValueError):  # noqa: N818 - a fault of what was given, in the words of the rest
    """Why bytes are no slip."""


@dataclass(frozen=True, slots=True)
class Slip:
    """What the code says; ``place`` is its number among its batch's slips, ``version`` counts the year's locks."""

    school: bytes
    copy: CopyId
    place: int
    year: YearId
    version: int
    pupil: StudentId
    digest: bytes
    full_name: str
    born_on: date
    class_name: str
    grade: int
    terms: tuple[LegacyTerm, LegacyTerm, LegacyTerm]
    half_days_absent: int | None
    conclusion: Conclusion | None
    title: Title | None
    completed: bool | None
    subjects: tuple[tuple[SubjectId, LegacySubject], ...]

    def text(self) -> bytes:
        """The bytes that are hashed."""
        head = [FORM, *self.school, *_year(self.copy.year), *self.copy.number.to_bytes(2, "big")]
        head += [*self.place.to_bytes(2, "big"), *_year(self.year), self.version]
        who = [*int(self.pupil).to_bytes(5, "big"), *self.digest, *_short((self.born_on - _DAY_ZERO).days)]
        end = [_word(Conclusion, self.conclusion) << 4 | _word(Title, self.title), _TRUTHS.index(self.completed)]
        days = _NO_DAYS if self.half_days_absent is None else min(self.half_days_absent, _NO_DAYS - 1)
        rows = [part for name, row in self.subjects for part in _subject(name, row)]
        names = _text(self.full_name) + _text(self.class_name)
        levels = [_level(term.learning) << 4 | _level(term.conduct) for term in self.terms]
        return bytes([*head, *who]) + names + bytes([self.grade, *levels, days, *end, len(self.subjects), *rows])


def slip_of(school: str, copy: CopyId, place: int, lock: tuple[YearId, int], digest: bytes, frozen: FrozenYear) -> Slip:
    """The slip of a frozen year; ``school`` is the founding commit, ``lock`` the year and its version."""
    said = frozen.year
    return Slip(
        school=bytes.fromhex(school)[:SCHOOL],
        copy=copy,
        place=place,
        year=lock[0],
        version=lock[1],
        pupil=said.student,
        digest=digest[:DIGEST],
        full_name=frozen.full_name,
        born_on=frozen.born_on,
        class_name=said.class_name,
        grade=said.grade,
        terms=(said.terms[Term.HK1], said.terms[Term.HK2], said.terms[Term.CA_NAM]),
        half_days_absent=said.half_days_absent,
        conclusion=said.conclusion,
        title=said.title,
        completed=said.level_completed,
        subjects=tuple(sorted(((name, _bare(row)) for name, row in said.subjects.items()), key=_at)),
    )


def _bare(row: LegacySubject) -> LegacySubject:
    return LegacySubject(row.hk1, row.hk2, row.year, row.reassessed)


def _at(row: tuple[SubjectId, LegacySubject]) -> int:
    return SUBJECTS.index(row[0])


def read_slip(raw: bytes) -> tuple[Slip, bytes]:
    """A slip and what stands behind it; only what ``text`` gives is one.

    Raises:
        SlipFault: it is none.
    """
    try:
        walk = _Walk(raw)
        slip = _read(walk)
        if slip.text() == raw[: walk.at]:
            return slip, raw[walk.at :]
    except (ValueError, IndexError, KeyError, OverflowError) as error:
        raise SlipFault("mã không đọc được") from error
    raise SlipFault("mã không đúng dạng")


class _Walk:
    """Bytes taken one after the other."""

    def __init__(self, raw: bytes) -> None:
        self.raw, self.at = raw, 0

    def take(self, count: int) -> bytes:
        """The next bytes."""
        if self.at + count > len(self.raw):
            raise IndexError(self.at)
        self.at += count
        return self.raw[self.at - count : self.at]

    def number(self, count: int = 1) -> int:
        """The next number."""
        return int.from_bytes(self.take(count), "big")

    def text(self) -> str:
        """The next text."""
        return self.take(self.number()).decode()


def _read(walk: _Walk) -> Slip:
    if walk.number() != FORM:
        raise SlipFault("mã của một phiên bản khác")
    school, issued, number, place = walk.take(SCHOOL), _read_year(walk), walk.number(2), walk.number(2)
    year, version, pupil, digest = _read_year(walk), walk.number(), f"{walk.number(5):010d}", walk.take(DIGEST)
    born, name, class_name, grade = _DAY_ZERO + timedelta(days=walk.number(2)), walk.text(), walk.text(), walk.number()
    first, second, whole = (_read_term(walk.number()) for _ in _TERMS)
    days, ends, completed, count = walk.number(), walk.number(), walk.number(), walk.number()
    return Slip(
        school=school,
        copy=CopyId(issued, number),
        place=place,
        year=year,
        version=version,
        pupil=StudentId(pupil),
        digest=digest,
        full_name=name,
        born_on=born,
        class_name=class_name,
        grade=grade,
        terms=(first, second, whole),
        half_days_absent=None if days == _NO_DAYS else days,
        conclusion=(None, *Conclusion)[ends >> 4],
        title=(None, *Title)[ends & 15],
        completed=_TRUTHS[completed],
        subjects=tuple(_read_subject(walk) for _ in range(count)),
    )


def _read_subject(walk: _Walk) -> tuple[SubjectId, LegacySubject]:
    head = walk.number()
    hk1, hk2, year = (_read_result(walk.number()) for _ in _TERMS)
    again = _read_result(walk.number()) if head & _AGAIN else None
    return SUBJECTS[head & ~_AGAIN], LegacySubject(hk1, hk2, year, again)


def _subject(name: SubjectId, row: LegacySubject) -> Iterator[int]:
    yield SUBJECTS.index(name) | (0 if row.reassessed is None else _AGAIN)
    yield from map(_result, (row.hk1, row.hk2, row.year))
    if row.reassessed is not None:
        yield _result(row.reassessed)


def _result(value: Result | None) -> int:
    return int(value * 10) if isinstance(value, Decimal) else _WORDS[value]


def _read_result(number: int) -> Result | None:
    if number <= 100:
        return Score(Decimal(number) / 10)
    found: Result | None = _RESULTS[number]  # type: ignore[assignment]  # the table's other half
    return found


def _year(year: YearId) -> Iterable[int]:
    return (int(year[2:4]),)


def _read_year(walk: _Walk) -> YearId:
    start = 2000 + walk.number()
    return YearId(f"{start}-{start + 1}")


def _level(level: Level | None) -> int:
    return 0 if level is None else 1 + level.rank


def _read_term(number: int) -> LegacyTerm:
    return LegacyTerm((None, *LEVELS)[number >> 4], (None, *LEVELS)[number & 15])


def _word(kind: type[Conclusion | Title], value: Conclusion | Title | None) -> int:
    return 0 if value is None else 1 + list(kind).index(value)


def _short(number: int) -> bytes:
    return number.to_bytes(2, "big")


def _text(text: str) -> bytes:
    raw = text.encode()
    return bytes([len(raw)]) + raw


__all__ = ["SUBJECTS", "Slip", "SlipFault", "read_slip", "slip_of"]
