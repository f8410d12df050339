"""Tables keyed by pupil: subjects, conduct, absences and what the year's end adds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from hocba_build.domain.entries import (
    Absences,
    Award,
    Completion,
    ConductEntry,
    Decision,
    DecisionKind,
    Honours,
    Mode,
    Reassessment,
    SubjectEntry,
    Tests,
)
from hocba_build.domain.subjects import ARTS_CONTENTS
from hocba_build.domain.values import Level, SubjectId, Term
from hocba_build.records.codec.common import (
    Doc,
    assessed,
    choice,
    compact,
    day,
    day_or_none,
    iso,
    plain,
    word,
)
from hocba_build.records.document import Json

_PLACES: Final = ("tx1", "tx2", "tx3", "tx4", "tx5", "gk", "ck")


def decode_tests(row: Doc) -> Tests:
    """``tx``, ``gk``, ``ck``, ``chuyen_de`` and ``khong_du`` of a row."""
    return Tests(
        regular=tuple(map(assessed, row.get("tx", ()))),
        midterm=assessed(row.get("gk")),
        final=assessed(row.get("ck")),
        study_topic=assessed(row.get("chuyen_de")),
        not_sat=frozenset(row.get("khong_du", ())),
    )


def encode_tests(tests: Tests) -> dict[str, Json]:
    """The keys of a row that hold tests."""
    return compact(
        tx=[plain(value) for value in tests.regular] or None,
        gk=plain(tests.midterm),
        ck=plain(tests.final),
        chuyen_de=plain(tests.study_topic),
        khong_du=[place for place in _PLACES if place in tests.not_sat] or None,
    )


def decode_subject(row: Doc) -> SubjectEntry:
    """A row of a subject with one content; an exempted row has none, so that it is not taken for empty tests."""
    contents = {} if "mien" in row else {"": decode_tests(row)}
    return SubjectEntry(contents, row.get("mien"), row.get("nhan_xet"))


def decode_arts(row: Doc) -> SubjectEntry:
    """A row of Nghệ thuật: two contents."""
    contents = {content: decode_tests(row[content]) for content in ARTS_CONTENTS if content in row}
    return SubjectEntry(contents, row.get("mien"), row.get("nhan_xet"))


def encode_subject(entry: SubjectEntry) -> dict[str, Json]:
    """A row of a subject file."""
    doc: dict[str, Json] = {}
    for content, tests in entry.contents.items():
        row = encode_tests(tests)
        doc.update({content: row} if content else row)
    return {**doc, **compact(mien=entry.exemption, nhan_xet=entry.remark)}


def decode_conduct(row: Doc) -> ConductEntry:
    """A row of ``ren-luyen.yaml`` or ``ren-luyen-he.yaml``."""
    return ConductEntry(choice(Level, row.get("muc")), row.get("nhan_xet"))


def encode_conduct(entry: ConductEntry) -> Json:
    """A row of ``ren-luyen.yaml`` or ``ren-luyen-he.yaml``."""
    return compact(muc=word(entry.level), nhan_xet=entry.remark)


def decode_absences(row: Doc) -> dict[str, Absences]:
    """A row of ``chuyen-can.yaml``: half-days by month."""
    return {month: absences_of(counts) for month, counts in row.items()}


def absences_of(counts: Doc) -> Absences:
    """Half-days absent, with and without permission."""
    return Absences(counts.get("phep", 0), counts.get("khong_phep", 0))


def encode_absences(months: Mapping[str, Absences]) -> Json:
    """A row of ``chuyen-can.yaml``."""
    return {month: counts_of(absences) for month, absences in months.items()}


def counts_of(absences: Absences) -> dict[str, Json]:
    """Half-days absent as they are written."""
    return {"phep": absences.excused, "khong_phep": absences.unexcused}


def decode_reassessment(row: Doc) -> Reassessment:
    """A row of ``danh-gia-lai/<mon>.yaml``."""
    result = assessed(row.get("diem", row.get("muc")))
    return Reassessment(result, row.get("khong_du", False), day_or_none(row.get("ngay")), row.get("nhan_xet"))


def encode_reassessment(entry: Reassessment) -> Json:
    """A row of ``danh-gia-lai/<mon>.yaml``."""
    result = plain(entry.result)
    return compact(
        diem=None if isinstance(result, str) else result,
        muc=result if isinstance(result, str) else None,
        khong_du=entry.not_sat or None,
        ngay=iso(entry.held_on),
        nhan_xet=entry.remark,
    )


def decode_honours(row: Doc) -> Honours:
    """A row of ``khen-thuong.yaml``."""
    awards = (
        Award(item["noi_dung"], item.get("so"), day_or_none(item.get("ngay"))) for item in row.get("khen_thuong", ())
    )
    return Honours(
        awards=tuple(awards),
        certificates=tuple((item["ten"], item.get("loai")) for item in row.get("chung_chi", ())),
        contests=tuple((item["ten"], item.get("ket_qua")) for item in row.get("cuoc_thi", ())),
    )


def encode_honours(entry: Honours) -> Json:
    """A row of ``khen-thuong.yaml``."""
    awards: list[Json] = [
        compact(noi_dung=award.text, so=award.number, ngay=iso(award.given_on)) for award in entry.awards
    ]
    return compact(
        khen_thuong=awards or None,
        chung_chi=[compact(ten=name, loai=grade) for name, grade in entry.certificates] or None,
        cuoc_thi=[compact(ten=name, ket_qua=result) for name, result in entry.contests] or None,
    )


def decode_completion(row: Doc) -> Completion:
    """A row of ``hoan-thanh.yaml``."""
    return Completion(row["so"], day(row["ngay"]), row.get("so_dang_bo"), row.get("dot", 1))


def encode_completion(entry: Completion) -> Json:
    """A row of ``hoan-thanh.yaml``."""
    return compact(so=entry.number, ngay=iso(entry.decided_on), so_dang_bo=entry.register_number, dot=entry.round)


def decode_decision(item: Doc) -> Decision:
    """One decision of ``quyet-dinh.yaml``."""
    modes = item.get("mon")
    conclusion = item.get("ket_luan")
    return Decision(
        kind=DecisionKind(item["loai"]),
        number=item["so"],
        decided_on=day(item["ngay"]),
        modes=None if modes is None else {SubjectId(subject): Mode(mode) for subject, mode in modes.items()},
        promoted=None if conclusion is None else conclusion == "len_lop",
        term=choice(Term, item.get("ki")),
        level=choice(Level, item.get("hoc_tap")),
    )


def encode_decision(decision: Decision) -> Json:
    """One decision of ``quyet-dinh.yaml``."""
    modes = None if decision.modes is None else {str(subject): mode.value for subject, mode in decision.modes.items()}
    conclusion = None if decision.promoted is None else ("len_lop" if decision.promoted else "o_lai_lop")
    return compact(
        so=decision.number,
        ngay=iso(decision.decided_on),
        loai=decision.kind.value,
        mon={**modes} if modes is not None else None,
        ket_luan=conclusion,
        ki=word(decision.term),
        hoc_tap=word(decision.level),
    )


def decode_decisions(items: list[Doc]) -> tuple[Decision, ...]:
    """A pupil's decisions, in the order of the file."""
    return tuple(map(decode_decision, items))


def encode_decisions(decisions: tuple[Decision, ...]) -> Json:
    """A pupil's decisions."""
    return [encode_decision(decision) for decision in decisions]
