"""A leaver's running year: a statement that registrar and principal sign, since no lock covers that year.

Its second part is the very text that the receiving school would keep (``chuyen-den/<ma>.yaml``), under this school's
class and pupil ids.

Nguồn: TT 15/2026 (chuyển trường: bảng tổng hợp kết quả đánh giá rèn luyện và học tập); quy chế của trường, Điều 4
khoản 5 (hiệu trưởng quyết định xuất học bạ khi chuyển trường).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from hocba_build.domain.entries import TransferIn
from hocba_build.domain.values import ClassId, PersonId, StudentId, YearId
from hocba_build.records.canonical import write
from hocba_build.records.codec import decode
from hocba_build.records.codec.outside import encode_transfer
from hocba_build.records.inspect import inspect
from hocba_build.records.layout import Kind, RecordPath, parse_path, path_for
from hocba_build.trust.git.objects import Oid

DOMAIN: Final = "hocba-partial/v1"
WORDS: Final = "Năm học chưa khoá. Kết quả dưới đây là kết quả của học sinh đến ngày nêu trên."
_HEAD: Final = re.compile(
    r"hocba-partial/v1\n"
    r"lap-so: (?P<founding>[0-9a-f]{40})\n"
    r"tep: (?P<path>signatures/cap-ban/[a-z0-9./-]+)\n"
    r"muc-so: (?P<index>0|[1-9][0-9]{0,8})\n"
    r"hoc-sinh: (?P<pupil>[0-9]{10})\n"
    r"ho-ten: (?P<name>[^\n]{1,80})\n"
    r"gioi-tinh: (?P<sex>nam|nu)\n"
    r"ngay-sinh: (?P<born>[0-9]{4}-[0-9]{2}-[0-9]{2})\n"
    r"nam-hoc: (?P<year>20[0-9]{2}-20[0-9]{2})\n"
    r"lop: (?P<class>[a-z0-9.-]{1,16}) (?P<shown>[^\n]{1,20})\n"
    r"khoi: (?P<grade>[6-9]|1[0-2])\n"
    r"so-quyet-dinh: (?P<decision>[^\n]{1,60})\n"
    r"ngay: (?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})\n"
    r"van-thu: (?P<registrar>[a-z][a-z0-9.-]{0,31}) (?P<key>[0-9a-f]{40})\n"
    r"hieu-truong: (?P<principal>[a-z][a-z0-9.-]{0,31})\n"
    r"loi: (?P<words>[^\n]+)\n\n"
    r"(?P<body>.*)",
    re.DOTALL,
)


class PartialFault(ValueError):  # noqa: N818 - a fault of what was given, in the words of the rest
    """Why a text is no statement of a running year."""


@dataclass(frozen=True, slots=True)
class Leaver:
    """Who leaves, and from which class."""

    pupil: StudentId
    full_name: str
    female: bool
    born_on: date
    year: YearId
    class_id: ClassId
    class_name: str
    grade: int


@dataclass(frozen=True, slots=True)
class Partial:
    """The statement; ``results`` name this school, the decision and its day.

    ``registrar_key`` is the fingerprint of the registrar's key: the principal's signature vouches for it.
    """

    founding: Oid
    path: str
    index: int
    leaver: Leaver
    decision: str
    results: TransferIn
    registrar: PersonId
    registrar_key: str
    principal: PersonId

    def text(self) -> bytes:
        """The text that both sign."""
        who = self.leaver
        lines = [
            DOMAIN,
            f"lap-so: {self.founding}",
            f"tep: {self.path}",
            f"muc-so: {self.index}",
            f"hoc-sinh: {who.pupil}",
            f"ho-ten: {who.full_name}",
            f"gioi-tinh: {'nu' if who.female else 'nam'}",
            f"ngay-sinh: {who.born_on.isoformat()}",
            f"nam-hoc: {who.year}",
            f"lop: {who.class_id} {who.class_name}",
            f"khoi: {who.grade}",
            f"so-quyet-dinh: {self.decision}",
            f"ngay: {self.results.arrived_on.isoformat()}",
            f"van-thu: {self.registrar} {self.registrar_key}",
            f"hieu-truong: {self.principal}",
            f"loi: {WORDS}",
            "",
            "",
        ]
        return "\n".join(lines).encode() + self._body()

    def _body(self) -> bytes:
        who = self.leaver
        return write(_place(who), encode_transfer(who.year, who.class_id, who.pupil, self.results))

    def signature_path(self, person: PersonId) -> str:
        """Where a person's signature lies."""
        return f"{self.path}.{person}.asc"


def _place(who: Leaver) -> RecordPath:
    place = parse_path(path_for(Kind.CHUYEN_DEN, year=who.year, class_id=who.class_id, student=who.pupil))
    if place is None:
        raise AssertionError(who)
    return place


def read_partial(raw: bytes) -> Partial:
    """A statement; only the text that ``text`` would give is one.

    Raises:
        PartialFault: with the reason.
    """
    try:
        found = _HEAD.fullmatch(raw.decode())
        statement = None if found is None else _read(found)
        same = statement is not None and statement.text() == raw
    except (KeyError, TypeError, ValueError) as error:
        raise PartialFault("không đúng dạng của bản kết quả năm học chưa khoá") from error
    if statement is None or not same:
        raise PartialFault("không đúng dạng của bản kết quả năm học chưa khoá")
    return statement


def _read(found: re.Match[str]) -> Partial:
    leaver = Leaver(
        pupil=StudentId(found["pupil"]),
        full_name=found["name"],
        female=found["sex"] == "nu",
        born_on=date.fromisoformat(found["born"]),
        year=YearId(found["year"]),
        class_id=ClassId(found["class"]),
        class_name=found["shown"],
        grade=int(found["grade"]),
    )
    read = inspect(_place(leaver), found["body"].encode())
    if read.findings:
        raise PartialFault(read.findings[0].message)
    results: TransferIn = decode(Kind.CHUYEN_DEN, read.document)
    return Partial(
        founding=Oid(found["founding"]),
        path=found["path"],
        index=int(found["index"]),
        leaver=leaver,
        decision=found["decision"],
        results=results,
        registrar=PersonId(found["registrar"]),
        registrar_key=found["key"],
        principal=PersonId(found["principal"]),
    )


__all__ = ["Leaver", "Partial", "PartialFault", "read_partial"]
