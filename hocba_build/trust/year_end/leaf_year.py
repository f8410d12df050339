"""A frozen leaf as a kept year: what another school writes into its own records, and what pages are compared with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from hocba_build.domain.entries import Completion
from hocba_build.domain.legacy import LegacyForm, LegacySubject, LegacyTerm, LegacyYear
from hocba_build.domain.values import (
    SEMESTERS,
    Conclusion,
    Exempt,
    Level,
    Outcome,
    Result,
    Score,
    Standing,
    StudentId,
    SubjectId,
    Term,
    Title,
    YearId,
)

MAX_GRADE: Final = 12


@dataclass(frozen=True, slots=True)
class FrozenYear:
    """What a leaf says: the results, and who the pupil was on the year's last day."""

    year: LegacyYear
    full_name: str
    female: bool
    born_on: date
    standing: Standing


class LeafFault(ValueError):  # noqa: N818 - a fault of what was given, in the words of the rest
    """A leaf that does not say what a leaf says."""


def frozen_year(leaf: Mapping[str, Any], document: str | None = None) -> FrozenYear:
    """Read a leaf; ``document`` is the paper it came by.

    Raises:
        LeafFault: something is missing, or is not what it should be.
    """
    try:
        return FrozenYear(
            _year(leaf, document),
            _text(leaf["ho_ten"]),
            {"nu": True, "nam": False}[leaf["gioi_tinh"]],
            date.fromisoformat(leaf["ngay_sinh"]),
            Standing(leaf["trang_thai"]),
        )
    except (KeyError, TypeError, ValueError, ArithmeticError, AttributeError) as error:
        raise LeafFault("kết quả chốt thiếu phần bắt buộc hoặc có phần lạ") from error


def _year(leaf: Mapping[str, Any], document: str | None) -> LegacyYear:
    whole = leaf["ca_nam"]
    first = whole.get("ban_dau")
    return LegacyYear(
        student=StudentId(_text(leaf["ma"])),
        year=YearId(_text(leaf["nam_hoc"])),
        form=LegacyForm.TT22,
        from_packet=True,
        grade=_grade(leaf["khoi"]),
        class_name=_text(leaf["lop"]),
        school=_text(leaf["truong"]),
        address=_text(leaf["dia_chi"]) if "dia_chi" in leaf else None,
        document=document,
        subjects={SubjectId(_text(subject)): _subject(leaf, subject) for subject in leaf["mon"]},
        terms={**{term: _term(leaf[term.value]) for term in SEMESTERS}, Term.CA_NAM: _term(whole)},
        half_days_absent=_days(whole["buoi_nghi"]),
        conclusion=_or_none(Conclusion, whole["ket_luan"]),
        title=_or_none(Title, whole["danh_hieu"]),
        level_completed=_bool(whole["hoan_thanh_cap"]),
        first=None if first is None else (*_levels(first), _or_none(Conclusion, first["ket_luan"])),
        remark=_optional(leaf, "nhan_xet"),
        homeroom_teacher=_optional(leaf, "chu_nhiem"),
        principal=_optional(leaf, "hieu_truong"),
        awards=_texts(leaf.get("khen_thuong", ())),
        certificates=_texts(leaf.get("chung_chi", ())),
        contests=_texts(leaf.get("cuoc_thi", ())),
        completion=_completion(leaf.get("hoan_thanh")),
        summer_conduct=_or_none(Level, leaf.get("ren_luyen_he")),
    )


def _subject(leaf: Mapping[str, Any], subject: str) -> LegacySubject:
    row = leaf["mon"][subject]
    return LegacySubject(
        hk1=_result(row["hk1"]),
        hk2=_result(row["hk2"]),
        year=_result(row["ca_nam"]),
        reassessed=_result(row["danh_gia_lai"]),
        remark=_optional(leaf.get("nhan_xet_mon", {}), subject),
        teachers=_texts(name for name in leaf.get("giao_vien", {}).get(subject, ()) if name),
    )


def _result(text: str | None) -> Result | None:
    if text is None:
        return None
    if text == Exempt.MIEN.value:
        return Exempt.MIEN
    if text in {outcome.value for outcome in Outcome}:
        return Outcome(text)
    score = Decimal(_text(text))
    if f"{score:.1f}" != text or not 0 <= score <= 10:
        raise ValueError(text)
    return Score(score)


def _levels(row: Mapping[str, Any]) -> tuple[Level | None, Level | None]:
    return _or_none(Level, row["hoc_tap"]), _or_none(Level, row["ren_luyen"])


def _term(row: Mapping[str, Any]) -> LegacyTerm:
    return LegacyTerm(*_levels(row))


def _or_none(kind: Any, value: object) -> Any:  # noqa: ANN401 - any of the enumerations
    return None if value is None else kind(value)


def _completion(said: Mapping[str, Any] | None) -> Completion | None:
    if said is None:
        return None
    register = _optional(said, "so_dang_bo")
    return Completion(_text(said["so"]), date.fromisoformat(said["ngay"]), register, int(said["dot"]))


def _grade(value: object) -> int:
    if type(value) is not int or not 1 <= value <= MAX_GRADE:
        raise ValueError(value)
    return value


def _days(value: object) -> int | None:
    if value is not None and type(value) is not int:
        raise TypeError(value)
    return value


def _bool(value: object) -> bool | None:
    if value is not None and not isinstance(value, bool):
        raise TypeError(value)
    return value


def _text(value: object) -> str:
    if not isinstance(value, str) or not value:
        raise TypeError(value)
    return value


def _optional(said: Mapping[str, Any], key: str) -> str | None:
    return _text(said[key]) if said.get(key) is not None else None


def _texts(values: Any) -> tuple[str, ...]:  # noqa: ANN401 - any iterable of what should be texts
    return tuple(map(_text, values))


__all__ = ["FrozenYear", "LeafFault", "frozen_year"]
