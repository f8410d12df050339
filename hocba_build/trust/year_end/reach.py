"""Whom an unlock reaches: where it names pupils of a class, only their rows may change.

Nguồn: quy chế của trường, Điều 4 khoản 5, Điều 12 khoản 2 (hiệu trưởng quyết định mở sổ để sửa).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, Final

from hocba_build.domain.values import ClassId, StudentId, YearId
from hocba_build.records.canonical import body
from hocba_build.records.cells import differing_pupils
from hocba_build.records.document import Json
from hocba_build.records.layout import RecordPath
from hocba_build.records.order import KeyOrder
from hocba_build.records.strict_yaml import parse
from hocba_build.trust.state import Lock

Reach = Mapping[ClassId, frozenset[StudentId]]
"""The pupils that an unlock names, by class; a class that it does not name is open as its files are."""
_KEYS: Final = KeyOrder([("", {"properties": {"nam_hoc": {}, "lop": {}, "hoc_sinh": {}}})])


class ReachFaultError(ValueError):
    """Why a text names no pupils."""


def reach_text(year: YearId, class_id: ClassId, pupils: Collection[StudentId]) -> bytes:
    """``<class>.yaml`` of an unlock; the header beside it names no pupil."""
    listed: list[Json] = [str(pupil) for pupil in sorted(pupils)]
    return body({"nam_hoc": year, "lop": class_id, "hoc_sinh": listed}, _KEYS).encode()


def read_reach(raw: bytes, year: YearId, class_id: ClassId) -> frozenset[StudentId]:
    """The pupils of a class that an unlock names.

    Raises:
        ReachFaultError: it names none, is of another class or year, or not the canonical text.
    """
    try:
        said: Any = parse(raw)
        pupils = frozenset(StudentId(one) for one in said["hoc_sinh"])
        same = reach_text(year, class_id, pupils) == raw
    except Exception as error:  # whatever is wrong with it, it names nobody
        raise ReachFaultError(f"danh sách học sinh được sửa của lớp {class_id} không đọc được") from error
    if not same or not pupils:
        raise ReachFaultError(f"danh sách học sinh được sửa của lớp {class_id} không đúng dạng chuẩn")
    return pupils


def beyond_reach(lock: Lock | None, place: RecordPath, old: bytes | None, new: bytes | None) -> str | None:
    """Why an open unlock does not allow this change of a file in its scope; ``None`` where it does (step 13)."""
    reached = lock.reach.get(place.class_id) if lock is not None and place.class_id is not None else None
    if reached is None:
        return None
    touched = differing_pupils(place, old, new)
    if touched is None:
        return "lần mở sổ này chỉ cho sửa dòng của học sinh được nêu, không sửa phần khác của tệp"
    beyond = sorted(touched - reached)
    return f"lần mở sổ này không gồm học sinh {', '.join(beyond)}" if beyond else None


__all__ = ["Reach", "ReachFaultError", "beyond_reach", "reach_text", "read_reach"]
