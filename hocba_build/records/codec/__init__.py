"""Documents of files ↔ values of the domain; the two vocabularies meet here and nowhere else."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from hocba_build.domain.values import StudentId
from hocba_build.records.codec import outside, people, rows, year
from hocba_build.records.document import Json
from hocba_build.records.layout import Kind, RecordPath

VERSION: Final = 1
"""Part of the cache's key: raise it when a codec or a check of single files changes its answers."""

_DECODERS: Final[Mapping[Kind, Callable[[Any], object]]] = {
    Kind.TRUONG: people.decode_school,
    Kind.HOC_SINH: people.decode_student,
    Kind.HO_SO: people.decode_family,
    Kind.CAN_BO: people.decode_staff,
    Kind.NAM_HOC: year.decode_year,
    Kind.PHAN_CONG: year.decode_assignments,
    Kind.LOP: year.decode_class,
    Kind.CHUYEN_DEN: outside.decode_transfer,
    Kind.NAM_CU: outside.decode_legacy,
}

TABLES: Final[Mapping[Kind, str]] = {
    Kind.DIEM: "diem",
    Kind.NHAN_XET_MON: "diem",
    Kind.NGHE_THUAT: "diem",
    Kind.REN_LUYEN: "ren_luyen",
    Kind.CHUYEN_CAN: "buoi_nghi",
    Kind.DANH_GIA_LAI: "danh_gia_lai",
    Kind.REN_LUYEN_HE: "ren_luyen_he",
    Kind.KHEN_THUONG: "khen_thuong",
    Kind.NHAN_XET: "nhan_xet",
    Kind.HOAN_THANH: "hoan_thanh",
    Kind.QUYET_DINH: "quyet_dinh",
}
"""The key under which a file keyed by pupil holds its rows."""

_ROW_DECODERS: Final[Mapping[Kind, Callable[[Any], object]]] = {
    Kind.DIEM: rows.decode_subject,
    Kind.NHAN_XET_MON: rows.decode_subject,
    Kind.NGHE_THUAT: rows.decode_arts,
    Kind.REN_LUYEN: rows.decode_conduct,
    Kind.CHUYEN_CAN: rows.decode_absences,
    Kind.DANH_GIA_LAI: rows.decode_reassessment,
    Kind.REN_LUYEN_HE: rows.decode_conduct,
    Kind.KHEN_THUONG: rows.decode_honours,
    Kind.NHAN_XET: str,
    Kind.HOAN_THANH: rows.decode_completion,
    Kind.QUYET_DINH: rows.decode_decisions,
}
_ROW_ENCODERS: Final[Mapping[Kind, Callable[[Any], Json]]] = {
    Kind.DIEM: rows.encode_subject,
    Kind.NHAN_XET_MON: rows.encode_subject,
    Kind.NGHE_THUAT: rows.encode_subject,
    Kind.REN_LUYEN: rows.encode_conduct,
    Kind.CHUYEN_CAN: rows.encode_absences,
    Kind.DANH_GIA_LAI: rows.encode_reassessment,
    Kind.REN_LUYEN_HE: rows.encode_conduct,
    Kind.KHEN_THUONG: rows.encode_honours,
    Kind.NHAN_XET: str,
    Kind.HOAN_THANH: rows.encode_completion,
    Kind.QUYET_DINH: rows.encode_decisions,
}


def decode(kind: Kind, document: Json) -> Any:  # noqa: ANN401 - the type follows from the kind
    """The domain value of a file's document; for tables, a map from pupil to entry."""
    if kind not in TABLES:
        return _DECODERS[kind](document)
    table = document.get(TABLES[kind]) if isinstance(document, dict) else None
    row = _ROW_DECODERS[kind]
    return {StudentId(student): row(value) for student, value in (table if isinstance(table, dict) else {}).items()}


def encode_table(path: RecordPath, entries: Mapping[StudentId, Any]) -> Json:
    """The document of a file keyed by pupil."""
    row = _ROW_ENCODERS[path.kind]
    header: dict[str, Json] = {"nam_hoc": path.year, "lop": path.class_id}
    if path.term is not None:
        header["hoc_ki"] = path.term.value
    if path.subject is not None:
        header["mon"] = path.subject
    table: dict[str, Json] = {student: row(entry) for student, entry in entries.items()}
    return {**header, TABLES[path.kind]: table}
