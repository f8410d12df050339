"""The script of a school's life: its files divided into the proposals by which its people entered them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from hocba_build.domain.moments import VIETNAM
from hocba_build.domain.school import Assignments, SchoolRecords, YearRecords
from hocba_build.domain.values import ClassId, PersonId, Term, YearId
from hocba_build.records.layout import SUBJECT_KINDS, Kind, RecordPath, parse_path

PRINCIPAL: Final = PersonId("hieu-truong")
VICE: Final = PersonId("pho-hieu-truong")
ADMINISTRATOR: Final = PersonId("quan-tri")
REGISTRAR: Final = PersonId("van-thu")
LOADED: Final = 4000
"""Files of pupils in one proposal at most, within what the judge lets pass at once."""
_PUPIL_KINDS: Final = frozenset({Kind.HOC_SINH, Kind.HO_SO, Kind.HO_SO_KIN, Kind.NAM_CU})
_CLASS_KINDS: Final = frozenset({Kind.LOP, Kind.CHUYEN_DEN})
_YEAR_END: Final = frozenset({Kind.NHAN_XET, Kind.KHEN_THUONG})
_SUMMER: Final = frozenset({Kind.DANH_GIA_LAI, Kind.REN_LUYEN_HE})


@dataclass(frozen=True, slots=True)
class Act:
    """One proposal and who accepts it; ``at`` is the moment of the proposal."""

    author: PersonId
    merger: PersonId
    files: Mapping[str, bytes]
    at: datetime
    slug: str
    reason: str


@dataclass(frozen=True, slots=True)
class YearScript:
    """The acts of one year, up to where it would be signed off."""

    year: YearId
    opening: tuple[Act, ...]
    teaching: tuple[Act, ...]
    closing: tuple[Act, ...]


def year_script(
    records: SchoolRecords, files: Mapping[str, bytes], year: YearId, seen: set[str], *, is_open: bool
) -> YearScript:
    """The acts of a year in order; ``seen`` holds the pupils already entered and takes those entered here."""
    entered = records.years[year]
    began = int(year[:4])
    mine = [place for path in files if (place := parse_path(path)) is not None and place.year == year]
    own = [place for place in mine if place.kind is not Kind.NAM_CU]
    return YearScript(
        year,
        tuple(_opening(entered, files, own, began, seen)),
        tuple(_teaching(entered.assignments, files, own, began, is_open=is_open)),
        tuple(_closing(entered.assignments, files, own, began)),
    )


def _opening(
    entered: YearRecords, files: Mapping[str, bytes], places: Sequence[RecordPath], began: int, seen: set[str]
) -> Iterator[Act]:
    def only(kind: Kind) -> dict[str, bytes]:
        return {place.path: files[place.path] for place in places if place.kind is kind}

    year = entered.year.id
    yield Act(
        ADMINISTRATOR, PRINCIPAL, only(Kind.NAM_HOC), _day(began, 8, 26), f"nam-hoc-{year}", f"Mở năm học {year}."
    )
    yield Act(
        ADMINISTRATOR, PRINCIPAL, only(Kind.PHAN_CONG), _day(began, 8, 28), f"phan-cong-{year}", "Phân công giảng dạy."
    )
    pupils = {row.student for held in entered.classes.values() for row in held.school_class.enrolments} - seen
    seen |= pupils
    lists = {place.path: files[place.path] for place in places if place.kind in _CLASS_KINDS}
    books = {path: raw for path, raw in files.items() if _pupil_of(path) in pupils}
    day, whole = _day(began, 9, 4), list({**books, **lists}.items())
    for number in range(-(-len(whole) // LOADED)):
        batch = dict(whole[number * LOADED : (number + 1) * LOADED])
        name = f"danh-sach-{year}-{number + 1}"
        yield Act(
            REGISTRAR, VICE, batch, day + timedelta(minutes=30 * number), name, "Danh sách lớp và lí lịch đầu năm."
        )


def _pupil_of(path: str) -> str | None:
    place = parse_path(path)
    return place.student if place is not None and place.kind in _PUPIL_KINDS else None


def _teaching(
    assigned: Assignments, files: Mapping[str, bytes], places: Sequence[RecordPath], began: int, *, is_open: bool
) -> Iterator[Act]:
    """Semester by semester: each teacher's score files, each homeroom teacher's registers."""
    second = _day(began + 1, 3, 2) if is_open else _day(began + 1, 5, 30)
    for term, day in ((Term.HK1, _day(began + 1, 1, 19)), (Term.HK2, second)):
        scored = [place for place in places if place.kind in SUBJECT_KINDS and place.term is term]
        yield from _by_teacher(assigned, files, scored, day, f"diem-{term.value}", "Điểm và nhận xét môn học.")
        kept = [p for p in places if p.kind in (Kind.REN_LUYEN, Kind.CHUYEN_CAN) and p.term is term]
        yield from _by_homeroom(assigned, files, kept, VICE, day + timedelta(hours=6), f"ren-luyen-{term.value}")


def _closing(
    assigned: Assignments, files: Mapping[str, bytes], places: Sequence[RecordPath], began: int
) -> Iterator[Act]:
    """Decisions, the year's remarks and awards, the summer."""
    june, august = _day(began + 1, 6, 2), _day(began + 1, 8, 10)
    yield from _by_homeroom(assigned, files, _of(places, {Kind.QUYET_DINH}), PRINCIPAL, june, "quyet-dinh")
    yield from _by_homeroom(assigned, files, _of(places, _YEAR_END), VICE, june + timedelta(hours=3), "cuoi-nam")
    summer = _of(places, {Kind.DANH_GIA_LAI})
    yield from _by_teacher(assigned, files, summer, august, "danh-gia-lai", "Kết quả đánh giá lại trong hè.")
    conduct = _of(places, {Kind.REN_LUYEN_HE})
    yield from _by_homeroom(assigned, files, conduct, VICE, august + timedelta(hours=3), "ren-luyen-he")
    completed = {place.path: files[place.path] for place in _of(places, {Kind.HOAN_THANH})}
    if completed:
        day = august + timedelta(hours=6)
        yield Act(REGISTRAR, VICE, completed, day, f"hoan-thanh-{began}", "Hoàn thành cấp học.")


def _of(places: Iterable[RecordPath], kinds: Iterable[Kind]) -> list[RecordPath]:
    wanted = set(kinds)
    return [place for place in places if place.kind in wanted]


def _by_teacher(
    assigned: Assignments,
    files: Mapping[str, bytes],
    places: Iterable[RecordPath],
    day: datetime,
    slug: str,
    reason: str,
) -> Iterator[Act]:
    """One proposal for all the subjects of a teacher in one department."""
    batches: dict[tuple[PersonId, PersonId], dict[str, bytes]] = {}
    for place in places:
        if place.class_id is None or place.subject is None:
            continue
        author = assigned.teachers(place.class_id, place.subject, place.term or Term.HK2)[0]
        head = next((d.head for d in assigned.departments if place.subject in d.subjects), VICE)
        batches.setdefault((author, VICE if head == author else head), {})[place.path] = files[place.path]
    for number, ((author, merger), batch) in enumerate(sorted(batches.items())):
        year = next(iter(batch)).split("/")[1]
        # Two departments of one teacher are two proposals with names of their own.
        name = f"{slug}-{year}" if merger == VICE else f"{slug}-{year}-{merger}"
        yield Act(author, merger, batch, day + timedelta(minutes=10 * number), name, reason)


def _by_homeroom(
    assigned: Assignments,
    files: Mapping[str, bytes],
    places: Iterable[RecordPath],
    merger: PersonId,
    day: datetime,
    slug: str,
) -> Iterator[Act]:
    batches: dict[ClassId, dict[str, bytes]] = {}
    for place in places:
        if place.class_id is not None:
            batches.setdefault(place.class_id, {})[place.path] = files[place.path]
    for number, (class_id, batch) in enumerate(batches.items()):
        author = homeroom(assigned, class_id)
        year = next(iter(batch)).split("/")[1]
        at = day + timedelta(minutes=10 * number)
        yield Act(author, merger, batch, at, f"{slug}-{year}-{class_id}", "Sổ chủ nhiệm.")


def homeroom(assigned: Assignments, class_id: ClassId) -> PersonId:
    """The homeroom teacher in whose hands the class is now: the last one named."""
    return [row.teacher for row in assigned.homerooms if row.class_id == class_id][-1]


def _day(year: int, month: int, day: int) -> datetime:
    return datetime.combine(date(year, month, day), time(8, 0), VIETNAM)


__all__ = ["ADMINISTRATOR", "PRINCIPAL", "REGISTRAR", "VICE", "Act", "YearScript", "homeroom", "year_script"]
