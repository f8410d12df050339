"""Where each fact lives: the grammar of paths below ``records/`` and ``signatures/``."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from typing import Final

from hocba_build.domain.subjects import ARTS, SUBJECTS
from hocba_build.domain.values import ClassId, StudentId, SubjectId, Term, YearId

RECORDS: Final = "records"
SIGNATURES: Final = "signatures"
STAFF_PATH: Final = f"{SIGNATURES}/can-bo.yaml"
SCHOOL_PATH: Final = "records/truong.yaml"
MAX_PARTS: Final = 7
MAX_PART_BYTES: Final = 64

_PART: Final = re.compile(r"[a-z0-9][a-z0-9.-]*")
_STUDENT: Final = re.compile(r"[0-9]{10}")
_YEAR: Final = re.compile(r"(20[0-9]{2})-(20[0-9]{2})")
_CLASS: Final = re.compile(r"(?=.{1,16}$)[a-z0-9]+(?:[.-][a-z0-9]+)*")
_INCIDENT: Final = re.compile(r"signatures/su-co/([0-9]{4})\.yaml")
_COPIES: Final = re.compile(r"signatures/cap-ban/(20[0-9]{2}-20[0-9]{2})/(thu-hoi\.)?([0-9]{4})\.yaml")
_SEALED: Final = ".yaml.asc"
_PLAIN: Final = ".yaml"


class Kind(Enum):
    """One value per kind of file; the value is also the stem of its schema."""

    TRUONG = "truong"
    HOC_SINH = "hoc_sinh"
    HO_SO = "ho_so"
    HO_SO_KIN = "ho_so_kin"
    NAM_CU = "nam_cu"
    NAM_HOC = "nam_hoc"
    PHAN_CONG = "phan_cong"
    LOP = "lop"
    DIEM = "diem"
    NHAN_XET_MON = "nhan_xet_mon"
    NGHE_THUAT = "nghe_thuat"
    REN_LUYEN = "ren_luyen"
    CHUYEN_CAN = "chuyen_can"
    DANH_GIA_LAI = "danh_gia_lai"
    REN_LUYEN_HE = "ren_luyen_he"
    KHEN_THUONG = "khen_thuong"
    NHAN_XET = "nhan_xet"
    HOAN_THANH = "hoan_thanh"
    QUYET_DINH = "quyet_dinh"
    CHUYEN_DEN = "chuyen_den"
    CAN_BO = "can_bo"
    SU_CO = "su_co"
    CAP_BAN = "cap_ban"
    THU_HOI = "thu_hoi"

    @property
    def schema(self) -> str:
        """The schema's file name; an encrypted life page has the one of its plain text."""
        stem = Kind.HO_SO.value if self is Kind.HO_SO_KIN else self.value
        return stem.replace("_", "-") + ".schema.json"


SUBJECT_KINDS: Final = frozenset({Kind.DIEM, Kind.NHAN_XET_MON, Kind.NGHE_THUAT})
_BY_TERM: Final = {"ren-luyen.yaml": Kind.REN_LUYEN, "chuyen-can.yaml": Kind.CHUYEN_CAN}
_BY_CLASS: Final = {"lop.yaml": Kind.LOP, "quyet-dinh.yaml": Kind.QUYET_DINH}
_BY_YEAR: Final = {"nam-hoc.yaml": Kind.NAM_HOC, "phan-cong.yaml": Kind.PHAN_CONG}
_WHOLE_YEAR: Final = {
    "ren-luyen-he.yaml": Kind.REN_LUYEN_HE,
    "khen-thuong.yaml": Kind.KHEN_THUONG,
    "nhan-xet.yaml": Kind.NHAN_XET,
    "hoan-thanh.yaml": Kind.HOAN_THANH,
}
_SEMESTERS: Final = {"hk1": Term.HK1, "hk2": Term.HK2}


@dataclass(frozen=True, slots=True)
class RecordPath:
    """A path with what it says about the file."""

    kind: Kind
    path: str
    year: YearId | None = None
    class_id: ClassId | None = None
    term: Term | None = None
    subject: SubjectId | None = None
    student: StudentId | None = None
    number: int | None = None


def subject_kind(subject: SubjectId) -> Kind:
    """The kind of a subject's file: scores, outcomes, or the two contents of Nghệ thuật."""
    if subject == ARTS:
        return Kind.NGHE_THUAT
    return Kind.DIEM if SUBJECTS[subject].scored else Kind.NHAN_XET_MON


def is_year(text: str) -> bool:
    """Whether the text names a school year: two consecutive years, ``2025-2026``."""
    found = _YEAR.fullmatch(text)
    return found is not None and int(found[2]) == int(found[1]) + 1


def is_class_id(text: str) -> bool:
    """Whether the text can be a class's folder name."""
    return _CLASS.fullmatch(text) is not None


def is_student_id(text: str) -> bool:
    """Whether the text has the shape of the school's own pupil id."""
    return _STUDENT.fullmatch(text) is not None


def parse_path(path: str) -> RecordPath | None:
    """What a repository path names, or ``None`` where the layout has no such file."""
    if path.startswith(f"{SIGNATURES}/"):
        return _paper(path)
    parts = path.split("/")
    if parts[0] != RECORDS or not 2 <= len(parts) <= MAX_PARTS or not all(map(_is_part, parts)):
        return None
    rest = parts[1:]
    if rest == ["truong.yaml"]:
        return RecordPath(Kind.TRUONG, path)
    if rest[0] in _TOP:
        return _TOP[rest[0]](path, rest[1:])
    return _in_year(path, rest[0], rest[1:]) if is_year(rest[0]) else None


def _paper(path: str) -> RecordPath | None:
    """The files below ``signatures/`` that have a schema."""
    if path == STAFF_PATH:
        return RecordPath(Kind.CAN_BO, path)
    if incident := _INCIDENT.fullmatch(path):
        return RecordPath(Kind.SU_CO, path, number=int(incident[1]))
    copies = _COPIES.fullmatch(path)
    if copies is None or not is_year(copies[1]):
        return None
    kind = Kind.THU_HOI if copies[2] else Kind.CAP_BAN
    return RecordPath(kind, path, YearId(copies[1]), number=int(copies[3]))


def _is_part(part: str) -> bool:
    return len(part) <= MAX_PART_BYTES and _PART.fullmatch(part) is not None


def _student(name: str, suffix: str = _PLAIN) -> StudentId | None:
    stem = name.removesuffix(suffix)
    return StudentId(stem) if stem != name and is_student_id(stem) else None


def _subject(name: str) -> SubjectId | None:
    stem = SubjectId(name.removesuffix(_PLAIN))
    return stem if stem != name and stem in SUBJECTS else None


def _pupil(path: str, rest: list[str]) -> RecordPath | None:
    student = _student(rest[0]) if len(rest) == 1 else None
    return RecordPath(Kind.HOC_SINH, path, student=student) if student else None


def _life_page(path: str, rest: list[str]) -> RecordPath | None:
    if len(rest) != 1:
        return None
    if sealed := _student(rest[0], _SEALED):
        return RecordPath(Kind.HO_SO_KIN, path, student=sealed)
    student = _student(rest[0])
    return RecordPath(Kind.HO_SO, path, student=student) if student else None


def _legacy(path: str, rest: list[str]) -> RecordPath | None:
    if len(rest) != 2 or not is_year(rest[0]):
        return None
    student = _student(rest[1])
    return RecordPath(Kind.NAM_CU, path, year=YearId(rest[0]), student=student) if student else None


_TOP: Final[dict[str, Callable[[str, list[str]], RecordPath | None]]] = {
    "hoc-sinh": _pupil,
    "ho-so": _life_page,
    "nam-cu": _legacy,
}


def _in_year(path: str, year: str, rest: list[str]) -> RecordPath | None:
    if len(rest) == 1:
        return RecordPath(_BY_YEAR[rest[0]], path, year=YearId(year)) if rest[0] in _BY_YEAR else None
    if not rest or not is_class_id(rest[0]):
        return None
    return _in_class(path, YearId(year), ClassId(rest[0]), rest[1:])


def _in_class(path: str, year: YearId, class_id: ClassId, rest: list[str]) -> RecordPath | None:
    if len(rest) == 1:
        return RecordPath(_BY_CLASS[rest[0]], path, year, class_id) if rest[0] in _BY_CLASS else None
    folder, names = rest[0], rest[1:]
    if folder == "ca-nam":
        return _in_whole_year(path, year, class_id, names)
    if len(names) != 1:
        return None
    if folder == "chuyen-den":
        student = _student(names[0])
        return RecordPath(Kind.CHUYEN_DEN, path, year, class_id, student=student) if student else None
    return _in_semester(path, year, class_id, _SEMESTERS.get(folder), names[0])


def _in_semester(path: str, year: YearId, class_id: ClassId, term: Term | None, name: str) -> RecordPath | None:
    if term is None:
        return None
    if name in _BY_TERM:
        return RecordPath(_BY_TERM[name], path, year, class_id, term)
    subject = _subject(name)
    return RecordPath(subject_kind(subject), path, year, class_id, term, subject) if subject else None


def _in_whole_year(path: str, year: YearId, class_id: ClassId, names: list[str]) -> RecordPath | None:
    if len(names) == 1 and names[0] in _WHOLE_YEAR:
        return RecordPath(_WHOLE_YEAR[names[0]], path, year, class_id)
    if len(names) != 2 or names[0] != "danh-gia-lai":
        return None
    subject = _subject(names[1])
    return RecordPath(Kind.DANH_GIA_LAI, path, year, class_id, subject=subject) if subject else None


_IN_RECORDS: Final = {
    Kind.TRUONG: "truong.yaml",
    Kind.HOC_SINH: "hoc-sinh/{student}.yaml",
    Kind.HO_SO: "ho-so/{student}.yaml",
    Kind.HO_SO_KIN: "ho-so/{student}.yaml.asc",
    Kind.NAM_CU: "nam-cu/{year}/{student}.yaml",
    Kind.NAM_HOC: "{year}/nam-hoc.yaml",
    Kind.PHAN_CONG: "{year}/phan-cong.yaml",
    Kind.LOP: "{year}/{class_id}/lop.yaml",
    Kind.DIEM: "{year}/{class_id}/{term}/{subject}.yaml",
    Kind.NHAN_XET_MON: "{year}/{class_id}/{term}/{subject}.yaml",
    Kind.NGHE_THUAT: "{year}/{class_id}/{term}/{subject}.yaml",
    Kind.REN_LUYEN: "{year}/{class_id}/{term}/ren-luyen.yaml",
    Kind.CHUYEN_CAN: "{year}/{class_id}/{term}/chuyen-can.yaml",
    Kind.DANH_GIA_LAI: "{year}/{class_id}/ca-nam/danh-gia-lai/{subject}.yaml",
    Kind.REN_LUYEN_HE: "{year}/{class_id}/ca-nam/ren-luyen-he.yaml",
    Kind.KHEN_THUONG: "{year}/{class_id}/ca-nam/khen-thuong.yaml",
    Kind.NHAN_XET: "{year}/{class_id}/ca-nam/nhan-xet.yaml",
    Kind.HOAN_THANH: "{year}/{class_id}/ca-nam/hoan-thanh.yaml",
    Kind.QUYET_DINH: "{year}/{class_id}/quyet-dinh.yaml",
    Kind.CHUYEN_DEN: "{year}/{class_id}/chuyen-den/{student}.yaml",
}
_COPY_STEMS: Final = {Kind.CAP_BAN: "", Kind.THU_HOI: "thu-hoi."}


@lru_cache(4096)
def path_for(
    kind: Kind,
    *,
    year: YearId | None = None,
    class_id: ClassId | None = None,
    term: Term | None = None,
    subject: SubjectId | None = None,
    student: StudentId | None = None,
    number: int | None = None,
) -> str:
    """The path of a file; what its kind needs must be given and well formed."""
    if kind is Kind.CAN_BO:
        return STAFF_PATH
    if kind is Kind.SU_CO and number is not None:
        return f"{SIGNATURES}/su-co/{number:04d}.yaml"
    if kind in _COPY_STEMS and number is not None:
        return f"{SIGNATURES}/cap-ban/{year}/{_COPY_STEMS[kind]}{number:04d}.yaml"
    path = f"{RECORDS}/" + _IN_RECORDS[kind].format(
        year=year, class_id=class_id, term=term.value if term else None, subject=subject, student=student
    )
    if parse_path(path) is None:
        message = f"no such record path: {path}"
        raise ValueError(message)
    return path


def subject_path(year: YearId, class_id: ClassId, term: Term, subject: SubjectId) -> str:
    """The path of one subject's file in a class and semester."""
    return path_for(subject_kind(subject), year=year, class_id=class_id, term=term, subject=subject)
