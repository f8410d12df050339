"""What a path below ``records/`` or ``signatures/`` is, and of which kind an entry that touches it must be.

Default deny: a path without a place here is refused (step 8).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from functools import cache, lru_cache
from typing import Final

from hocba_build.domain.values import ClassId, PersonId, YearId
from hocba_build.records.layout import STAFF_PATH, Kind, RecordPath, is_class_id, parse_path
from hocba_build.trust.git.trees import ZONES


class Act(Enum):
    """The kinds of entries; the value is how people say it."""

    DATA = "nhập điểm và đánh giá"
    SIGN = "kí xác nhận"
    PUPILS = "hồ sơ học sinh"
    PEOPLE = "cán bộ, khoá và phân công"
    YEAR = "năm học và trường"
    LOCK = "khoá, mở sổ"
    OFFICE = "việc văn phòng"
    AFFIRM = "xác nhận lại"
    WITNESS = "mốc thời gian"
    ROOT = "gốc tin cậy"
    REPAIR = "sửa chữa sổ"
    PROGRAM = "chương trình"


class Paper(Enum):
    """The kinds of files below ``signatures/``."""

    STAFF = "can-bo"
    CERTIFICATE = "keys"
    KEY_BINDING = "xac-nhan"
    ROOT_SHEET = "goc"
    ROOT_SIGNATURE = "goc.asc"
    TSA = "tsa"
    CA = "ca"
    STATEMENT = "ky-xac-nhan"
    STATEMENT_SIGNATURE = "ky-xac-nhan.asc"
    APPROVAL = "dong-y"
    LOCK = "khoa"
    LOCK_SIGNATURE = "khoa.asc"
    LOCK_CLASS = "khoa.lop"
    COPIES = "cap-ban"
    COPIES_SIGNATURE = "cap-ban.asc"
    RECALL = "thu-hoi"
    RECALL_SIGNATURE = "thu-hoi.asc"
    PARTIAL = "do-dang"
    PARTIAL_SIGNATURE = "do-dang.asc"
    RECEIVED = "tiep-nhan"
    MEDIA = "luu-tru"
    INCIDENT = "su-co"
    REPAIR = "sua-chua"
    AFFIRMATION = "xac-nhan-lai"
    WITNESS = "moc-thoi-gian"
    STAMP = "moc-thoi-gian.tsr"


@dataclass(frozen=True, slots=True)
class SignaturePath:
    """A path below ``signatures/`` with what it says about the file."""

    paper: Paper
    path: str
    year: YearId | None = None
    person: PersonId | None = None
    number: int | None = None
    fingerprint: str | None = None
    digest: str | None = None
    class_id: ClassId | None = None


_YEAR: Final = r"(?P<year>20[0-9]{2}-20[0-9]{2})"
_PERSON: Final = r"(?P<person>[a-z][a-z0-9.-]{0,31}?)"
_NUMBER: Final = r"(?P<number>[0-9]{4})"
_FPR: Final = r"(?P<fingerprint>[0-9a-f]{40})"
_GRAMMAR: Final = (
    (Paper.STAFF, r"can-bo\.yaml"),
    (Paper.CERTIFICATE, rf"keys/{_PERSON}/{_FPR}\.asc"),
    (Paper.KEY_BINDING, rf"keys/{_PERSON}/{_FPR}\.(?:xac-nhan|cu)\.asc"),
    (Paper.ROOT_SHEET, rf"goc/{_NUMBER}\.yaml"),
    (Paper.ROOT_SIGNATURE, rf"goc/{_NUMBER}\.{_PERSON}\.asc"),
    (Paper.TSA, r"goc/tsa\.[a-z0-9-]{1,32}\.pem"),
    (Paper.CA, r"goc/ca\.[a-z0-9-]{1,32}\.pem"),
    (Paper.STATEMENT, rf"ky-xac-nhan/{_YEAR}/{_PERSON}\.{_NUMBER}\.txt"),
    (Paper.STATEMENT_SIGNATURE, rf"ky-xac-nhan/{_YEAR}/{_PERSON}\.{_NUMBER}\.txt\.asc"),
    (Paper.APPROVAL, rf"dong-y/(?P<digest>[0-9a-f]{{64}})/{_PERSON}\.asc"),
    (Paper.LOCK, rf"khoa-so/{_YEAR}/{_NUMBER}/khoa\.yaml"),
    (Paper.LOCK_SIGNATURE, rf"khoa-so/{_YEAR}/{_NUMBER}/khoa\.yaml\.asc"),
    (Paper.LOCK_CLASS, rf"khoa-so/{_YEAR}/{_NUMBER}/(?P<class_id>[a-z0-9.-]{{1,16}}?)\.yaml"),
    (Paper.COPIES, rf"cap-ban/{_YEAR}/{_NUMBER}\.yaml"),
    (Paper.COPIES_SIGNATURE, rf"cap-ban/{_YEAR}/{_NUMBER}\.yaml\.asc"),
    (Paper.RECALL, rf"cap-ban/{_YEAR}/thu-hoi\.{_NUMBER}\.yaml"),
    (Paper.RECALL_SIGNATURE, rf"cap-ban/{_YEAR}/thu-hoi\.{_NUMBER}\.yaml\.asc"),
    (Paper.PARTIAL, rf"cap-ban/{_YEAR}/do-dang\.{_NUMBER}\.txt"),
    (Paper.PARTIAL_SIGNATURE, rf"cap-ban/{_YEAR}/do-dang\.{_NUMBER}\.txt\.{_PERSON}\.asc"),
    (Paper.RECEIVED, rf"tiep-nhan/{_NUMBER}\.yaml"),
    (Paper.MEDIA, rf"luu-tru/{_NUMBER}\.yaml"),
    (Paper.INCIDENT, rf"su-co/{_NUMBER}\.yaml"),
    (Paper.REPAIR, rf"sua-chua/{_NUMBER}\.yaml"),
    (Paper.AFFIRMATION, rf"xac-nhan-lai/{_NUMBER}\.yaml"),
    (Paper.WITNESS, rf"moc-thoi-gian/{_NUMBER}\.yaml"),
    (Paper.STAMP, rf"moc-thoi-gian/{_NUMBER}\.tsr"),
)


@cache
def _grammar() -> tuple[tuple[Paper, re.Pattern[str]], ...]:
    """The places below ``signatures/``; made when the first such path is met, as most of what comes are scores."""
    return tuple((paper, re.compile(f"signatures/{pattern}")) for paper, pattern in _GRAMMAR)


_RECORD_ACTS: Final = {
    Kind.HOC_SINH: Act.PUPILS,
    Kind.HO_SO: Act.PUPILS,
    Kind.HO_SO_KIN: Act.PUPILS,
    Kind.NAM_CU: Act.PUPILS,
    Kind.LOP: Act.PUPILS,
    Kind.CHUYEN_DEN: Act.PUPILS,
    Kind.HOAN_THANH: Act.PUPILS,
    Kind.TRUONG: Act.YEAR,
    Kind.NAM_HOC: Act.YEAR,
    Kind.PHAN_CONG: Act.PEOPLE,
    Kind.CAN_BO: Act.PEOPLE,
}
_PAPER_ACTS: Final = {
    Paper.STAFF: Act.PEOPLE,
    Paper.CERTIFICATE: Act.PEOPLE,
    Paper.KEY_BINDING: Act.PEOPLE,
    Paper.ROOT_SHEET: Act.ROOT,
    Paper.ROOT_SIGNATURE: Act.ROOT,
    Paper.TSA: Act.ROOT,
    Paper.CA: Act.ROOT,
    Paper.STATEMENT: Act.SIGN,
    Paper.STATEMENT_SIGNATURE: Act.SIGN,
    Paper.LOCK: Act.LOCK,
    Paper.LOCK_CLASS: Act.LOCK,
    Paper.COPIES: Act.OFFICE,
    Paper.COPIES_SIGNATURE: Act.OFFICE,
    Paper.RECALL: Act.OFFICE,
    Paper.PARTIAL: Act.OFFICE,
    Paper.RECEIVED: Act.OFFICE,
    Paper.MEDIA: Act.OFFICE,
    Paper.INCIDENT: Act.OFFICE,
    Paper.REPAIR: Act.REPAIR,
    Paper.AFFIRMATION: Act.AFFIRM,
    Paper.WITNESS: Act.WITNESS,
    Paper.STAMP: Act.WITNESS,
}
CHAINS: Final = frozenset({Paper.TSA, Paper.CA})
"""Chains of certificates that the root accepts: of time-stamp authorities, and of those behind the seals on prints."""
ALONGSIDE: Final = {Act.ROOT: frozenset({Paper.STAFF, Paper.CERTIFICATE, Paper.KEY_BINDING})}
"""A change of the root also carries the rows and certificates of the persons it names."""

BY_PRINCIPAL: Final = {Paper.LOCK_SIGNATURE: Act.LOCK, Paper.RECALL_SIGNATURE: Act.OFFICE}
"""The principal's signatures under what somebody else prepared, and the kind they go with."""
CONSENTS: Final = frozenset({Paper.APPROVAL, Paper.PARTIAL_SIGNATURE, *BY_PRINCIPAL})
"""Signatures that somebody else adds to an author's branch: an approver's, the principal's, a leaver's statement's."""

Place = RecordPath | SignaturePath


@lru_cache(65_536)
def place_of(path: str) -> Place | None:
    """What a path of the zones is; ``None`` for what has no place (staff file: a ``SignaturePath``)."""
    if path == STAFF_PATH:
        return SignaturePath(Paper.STAFF, path)
    if path.startswith("records/"):
        return parse_path(path)
    for paper, pattern in _grammar():
        found = pattern.fullmatch(path)
        if found:
            return _signature_path(paper, path, found.groupdict())
    return None


def _signature_path(paper: Paper, path: str, said: dict[str, str | None]) -> SignaturePath | None:
    year, class_id, person, number = (said.get(key) for key in ("year", "class_id", "person", "number"))
    if year is not None and int(year[5:]) != int(year[:4]) + 1:
        return None
    if class_id is not None and not is_class_id(class_id):
        return None
    return SignaturePath(
        paper,
        path,
        YearId(year) if year else None,
        PersonId(person) if person else None,
        int(number) if number else None,
        said.get("fingerprint"),
        said.get("digest"),
        ClassId(class_id) if class_id else None,
    )


def is_zoned(path: str) -> bool:
    """Whether the path lies below ``records/`` or ``signatures/``."""
    return path.partition("/")[0] in ZONES


def is_root_signature(path: str) -> bool:
    """Whether the path is a root person's signature over a root sheet."""
    place = place_of(path)
    return isinstance(place, SignaturePath) and place.paper is Paper.ROOT_SIGNATURE


@lru_cache(65_536)
def act_of(path: str) -> Act | None:
    """The kind of an entry that touches the path; consents go with an author's work and have none of their own.

    Raises:
        KeyError: the path has no place.
    """
    if not is_zoned(path):
        return Act.PROGRAM
    place = place_of(path)
    if place is None:
        raise KeyError(path)
    if isinstance(place, RecordPath):
        return _RECORD_ACTS.get(place.kind, Act.DATA)
    return None if place.paper in CONSENTS else _PAPER_ACTS[place.paper]


def _goes_with(path: str) -> Act | None:
    """The kind without which a consent may not stand."""
    place = place_of(path)
    if not isinstance(place, SignaturePath):
        return None
    return Act.OFFICE if place.paper is Paper.PARTIAL_SIGNATURE else BY_PRINCIPAL.get(place.paper)


def one_act(paths: list[str]) -> Act | None:
    """The one kind of a set of paths; ``None`` when they are of several.

    Raises:
        KeyError: a path has no place.
    """
    acts = {act for path in paths if (act := act_of(path)) is not None}
    with_these = {needed for path in paths if (needed := _goes_with(path)) is not None}
    if with_these and with_these != acts:
        return None
    if acts == {Act.ROOT, Act.PEOPLE}:
        people = [place for path in paths if isinstance(place := place_of(path), SignaturePath)]
        if len(people) == len(paths) and all(
            place.paper in ALONGSIDE[Act.ROOT] or _PAPER_ACTS.get(place.paper) is Act.ROOT for place in people
        ):
            return Act.ROOT
    return next(iter(acts)) if len(acts) == 1 else None
