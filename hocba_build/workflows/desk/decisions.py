"""Decisions to lock and to open a year: those in the ledger, those that somebody has prepared, and each as a paper."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Final

from hocba_build.domain.errors import HocbaError
from hocba_build.domain.school import School
from hocba_build.domain.values import ClassId, SchoolLevel, StudentId, YearId
from hocba_build.records.cell_words import path_words, place_words
from hocba_build.records.layout import SCHOOL_PATH, parse_path
from hocba_build.trust.git.objects import Oid
from hocba_build.trust.year_end.locks import LOCKED, LockFaultError, LockRecord, read_lock
from hocba_build.trust.year_end.reach import ReachFaultError, read_reach
from hocba_build.workflows.audit.inspecting import names_of, value_at
from hocba_build.workflows.ledger.ask_back import is_question
from hocba_build.workflows.ledger.ledger import Ledger
from hocba_build.workflows.ledger.proposals import waiting

TWO_LEVELS: Final = date(2025, 7, 1)
"""No district stands between commune and province from this day on."""
_MINISTER: Final = "của Bộ trưởng Bộ Giáo dục và Đào tạo"
GROUNDS: Final = (
    (
        date(2020, 11, 1),
        date(2026, 5, 9),
        (
            f"Thông tư số 32/2020/TT-BGDĐT ngày 15 tháng 9 năm 2020 {_MINISTER} ban hành Điều lệ "
            "trường trung học cơ sở, trường trung học phổ thông và trường phổ thông có nhiều cấp học"
        ),
    ),
    (
        date(2026, 5, 10),
        date.max,
        (f"Thông tư số 15/2026/TT-BGDĐT ngày 24 tháng 3 năm 2026 {_MINISTER} ban hành Điều lệ nhà trường"),
    ),
    (
        date(2021, 9, 5),
        date.max,
        (
            f"Thông tư số 22/2021/TT-BGDĐT ngày 20 tháng 7 năm 2021 {_MINISTER} quy định về đánh "
            "giá học sinh trung học cơ sở và học sinh trung học phổ thông"
        ),
    ),
    (date.min, date.max, "Quy chế quản lý và sử dụng Học bạ điện tử của nhà trường"),
)
"""What a decision rests on, with the first and the last day on which it does."""


@dataclass(frozen=True, slots=True)
class Decision:
    """One act of locking or opening; with ``branch`` it is prepared and waits for the principal."""

    record: LockRecord
    branch: str = ""
    prepared_by: str = ""

    @property
    def locks(self) -> bool:
        """Whether it locks."""
        return self.record.act == LOCKED


def decisions(ledger: Ledger, year: YearId) -> list[Decision]:
    """The acts of a year, oldest first, then what waits."""
    folder, trees = f"signatures/khoa-so/{year}", ledger.bench.trees
    found = [
        Decision(read_lock(trees.content(blob)))
        for path, blob in trees.files(ledger.tree, folder)
        if path.endswith("/khoa.yaml")
    ]
    return [*sorted(found, key=lambda one: one.record.number), *_prepared(ledger, folder)]


def _prepared(ledger: Ledger, folder: str) -> Iterator[Decision]:
    trees = ledger.bench.trees
    for one in waiting(ledger):
        paths = [path for path in one.paths if path.startswith(f"{folder}/") and path.endswith("/khoa.yaml")]
        blob = trees.entry(trees.commit(one.tip).tree, paths[0]) if paths and not is_question(one.branch) else None
        record = _record(ledger, blob)
        if record is not None:
            yield Decision(record, one.branch, one.author)


def _record(ledger: Ledger, blob: Oid | None) -> LockRecord | None:
    try:
        return None if blob is None else read_lock(ledger.bench.trees.content(blob))
    except LockFaultError:
        return None


@dataclass(frozen=True, slots=True)
class Paper:
    """A decision as a document of the school (NĐ 30/2020/NĐ-CP, Phụ lục I)."""

    decision: Decision
    authority: str
    school: str
    place: str
    day: date
    principal: str
    grounds: tuple[str, ...]
    classes: tuple[str, ...]
    files: tuple[str, ...]
    """What an opening lets be corrected, in words."""
    pupils: tuple[str, ...]
    """Whose rows alone an opening lets be corrected: names and codes; nobody where all rows are open."""
    stand_ins: tuple[tuple[str, str], ...]
    """Who may correct or sign instead of whom."""


def paper_of(ledger: Ledger, year: YearId, number: int) -> Paper:
    """One decision of a year as a paper.

    Raises:
        HocbaError: there is none of this number.
    """
    found = [one for one in decisions(ledger, year) if one.record.number == number]
    if not found:
        raise HocbaError(f"Năm học {year} không có lần khoá, mở sổ số {number}.", "Chọn lại ở trang năm học.")
    record, school = found[0].record, _school(ledger)
    day = date.fromisoformat(record.day)
    names = names_of(ledger.history, tuple((year, ClassId(one)) for one in record.classes))
    reached = [] if found[0].locks else _reached(ledger, found[0])
    stand_ins = [*record.editors.items(), *record.signers.items()]
    address = school.address_on(day)
    return Paper(
        found[0],
        authority_of(school, day),
        school.name_on(day),
        _bare(address.ward),
        day,
        names.person(record.person),
        tuple(text for since, until, text in GROUNDS if since <= day <= until),
        tuple(names.room(year, ClassId(one)) for one in sorted(record.classes)),
        tuple(path_words(path) for path in record.scope),
        tuple(f"{names.pupil(pupil)} ({pupil})" for pupil in reached),
        tuple(dict.fromkeys((names.person(old), names.person(new)) for old, new in stand_ins)),
    )


def _reached(ledger: Ledger, decision: Decision) -> list[StudentId]:
    """The pupils whom an opening names; nobody where its files cannot be read: the judge will refuse them."""
    record, trees = decision.record, ledger.bench.trees
    tip = ledger.desk.repository.proposals().get(decision.branch) if decision.branch else None
    tree = trees.commit(tip).tree if tip is not None else ledger.tree
    found: list[StudentId] = []
    for class_id in record.classes:
        blob = trees.entry(tree, f"signatures/khoa-so/{record.year}/{record.number:04d}/{class_id}.yaml")
        with suppress(ReachFaultError):
            found += sorted(read_reach(trees.content(blob) if blob else b"", record.year, class_id))
    return found


def _school(ledger: Ledger) -> School:
    school: School | None = value_at(ledger.history, SCHOOL_PATH)
    if school is None:
        raise HocbaError("Chưa đọc được records/truong.yaml.", "Chạy hocba check để biết tệp nào sai.")
    return school


def authority_of(school: School, day: date) -> str:
    """Who the school is under: with upper secondary the education office, else the commune (once, the district)."""
    address = school.address_on(day)
    levels = [held for since, held in school.levels if since <= day] or [school.levels[0][1]]
    if SchoolLevel.THPT in levels[-1]:
        return f"Sở Giáo dục và Đào tạo {address.province.removeprefix('Tỉnh ')}"
    if day >= TWO_LEVELS or not address.district:
        return f"Uỷ ban nhân dân {address.ward}"
    return f"Phòng Giáo dục và Đào tạo {address.district}"


def _bare(place: str) -> str:
    """A place's name without its kind, as a letter is dated from it."""
    for kind in ("Xã ", "Phường ", "Thị trấn ", "Đặc khu "):
        place = place.removeprefix(kind)
    return place


@dataclass(frozen=True, slots=True)
class Openable:
    """The files of a class that an opening may name, each with its words."""

    class_id: ClassId
    files: tuple[tuple[str, str], ...]


def openable(ledger: Ledger, year: YearId) -> list[Openable]:
    """Every file of a year's classes in the ledger, class by class."""
    found: dict[ClassId, list[tuple[str, str]]] = {}
    for path, _ in ledger.bench.trees.files(ledger.tree, f"records/{year}"):
        place = parse_path(path)
        if place is not None and place.class_id is not None:
            found.setdefault(place.class_id, []).append((path, place_words(place)))
    return [Openable(class_id, tuple(files)) for class_id, files in found.items()]
