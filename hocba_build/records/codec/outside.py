"""What comes from elsewhere: years kept from before, and results a pupil brings."""

from __future__ import annotations

from decimal import Decimal

from hocba_build.domain.entries import BroughtSemester, BroughtSubject, SubjectEntry, Tests, TransferIn
from hocba_build.domain.legacy import LegacyForm, LegacySubject, LegacyTerm, LegacyYear, OldConduct, OldLearning
from hocba_build.domain.subjects import ARTS_CONTENTS
from hocba_build.domain.values import (
    SEMESTERS,
    ClassId,
    Conclusion,
    Exempt,
    Level,
    Result,
    Score,
    StudentId,
    SubjectId,
    Term,
    Title,
    YearId,
)
from hocba_build.records.codec.common import Doc, assessed, choice, compact, day, iso, plain, word
from hocba_build.records.codec.rows import (
    absences_of,
    counts_of,
    decode_arts,
    decode_completion,
    decode_subject,
    encode_completion,
    encode_subject,
)
from hocba_build.records.document import Json


def decode_transfer(doc: Doc) -> TransferIn:
    """``chuyen-den/<ma>.yaml``."""
    return TransferIn(
        school=doc["truong"]["ten"],
        address=doc["truong"].get("dia_chi"),
        document=doc["chung_tu"],
        arrived_on=day(doc["ngay"]),
        semesters={term: _semester(doc[term.value]) for term in SEMESTERS if term.value in doc},
    )


def _semester(row: Doc) -> BroughtSemester:
    return BroughtSemester(
        subjects={SubjectId(subject): _brought(part) for subject, part in row.get("mon", {}).items()},
        learning=choice(Level, row.get("hoc_tap")),
        conduct=choice(Level, row.get("ren_luyen")),
        absences=absences_of(row["buoi_nghi"]) if "buoi_nghi" in row else None,
        remark=row.get("nhan_xet"),
    )


def _brought(row: Doc) -> BroughtSubject:
    entry = decode_arts(row) if row.keys() & set(ARTS_CONTENTS) else decode_subject(row)
    contents = {name: tests for name, tests in entry.contents.items() if tests != Tests()}
    return BroughtSubject(assessed(row.get("ket_qua")), contents, entry.exemption, entry.remark)


def encode_transfer(year: YearId, class_id: ClassId, student: StudentId, held: TransferIn) -> Json:
    """``chuyen-den/<ma>.yaml``."""
    doc: dict[str, Json] = {"nam_hoc": year, "lop": class_id, "ma": student}
    doc["truong"] = compact(ten=held.school, dia_chi=held.address)
    doc.update(chung_tu=held.document, ngay=iso(held.arrived_on))
    for term, semester in held.semesters.items():
        doc[term.value] = _encode_semester(semester)
    return doc


def _encode_semester(semester: BroughtSemester) -> Json:
    subjects: dict[str, Json] = {subject: _encode_brought(part) for subject, part in semester.subjects.items()}
    return compact(
        mon=subjects,
        hoc_tap=word(semester.learning),
        ren_luyen=word(semester.conduct),
        buoi_nghi=None if semester.absences is None else counts_of(semester.absences),
        nhan_xet=semester.remark,
    )


def _encode_brought(part: BroughtSubject) -> Json:
    row = encode_subject(SubjectEntry(part.contents, part.exemption, part.remark))
    return {**compact(ket_qua=plain(part.result)), **row}


def decode_legacy(doc: Doc) -> LegacyYear:
    """``nam-cu/<nam-hoc>/<ma>.yaml``."""
    summary = doc.get("tong_ket", {})
    of_year = summary.get("ca_nam", {})
    return LegacyYear(
        student=StudentId(doc["ma"]),
        year=YearId(doc["nam_hoc"]),
        form=LegacyForm(doc["mau"]),
        from_packet=doc["nguon"] == "goi",
        grade=doc["khoi"],
        class_name=doc["lop"],
        school=doc["truong"]["ten"],
        address=doc["truong"].get("dia_chi"),
        document=doc.get("chung_tu"),
        subjects={SubjectId(subject): _legacy_subject(row) for subject, row in doc.get("mon", {}).items()},
        terms={Term(term): _legacy_term(row) for term, row in summary.items()},
        half_days_absent=of_year.get("buoi_nghi"),
        conclusion=choice(Conclusion, of_year.get("ket_luan")),
        title=choice(Title, of_year.get("danh_hieu")),
        level_completed=of_year.get("hoan_thanh_cap"),
        first=_first(of_year.get("ban_dau")),
        remark=doc.get("nhan_xet"),
        homeroom_teacher=doc.get("giao_vien_chu_nhiem"),
        principal=doc.get("hieu_truong"),
        awards=tuple(doc.get("khen_thuong", ())),
        certificates=tuple(doc.get("chung_chi", ())),
        contests=tuple(doc.get("cuoc_thi", ())),
        completion=decode_completion(doc["hoan_thanh"]) if "hoan_thanh" in doc else None,
        summer_conduct=choice(Level, of_year.get("ren_luyen_he")),
    )


def _first(row: Doc | None) -> tuple[Level | None, Level | None, Conclusion | None] | None:
    if row is None:
        return None
    levels = choice(Level, row.get("hoc_tap")), choice(Level, row.get("ren_luyen"))
    return (*levels, choice(Conclusion, row.get("ket_luan")))


def _legacy_subject(row: Doc) -> LegacySubject:
    named = row.get("giao_vien", ())
    return LegacySubject(
        hk1=_result(row.get("hk1")),
        hk2=_result(row.get("hk2")),
        year=_result(row.get("ca_nam")),
        reassessed=_result(row.get("danh_gia_lai")),
        remark=row.get("nhan_xet"),
        teachers=tuple([named] if isinstance(named, str) else named),
    )


def _result(value: str | int | Decimal | None) -> Result | None:
    return Exempt.MIEN if value == Exempt.MIEN.value else assessed(value)


def _legacy_term(row: Doc) -> LegacyTerm:
    return LegacyTerm(
        learning=choice(Level, row.get("hoc_tap")),
        conduct=choice(Level, row.get("ren_luyen")),
        old_learning=choice(OldLearning, row.get("hoc_luc")),
        old_conduct=choice(OldConduct, row.get("hanh_kiem")),
        overall_average=None if "dtbcm" not in row else Score(Decimal(row["dtbcm"])),
    )


def encode_legacy(held: LegacyYear) -> Json:
    """``nam-cu/<nam-hoc>/<ma>.yaml``."""
    subjects: dict[str, Json] = {subject: _encode_legacy_subject(row) for subject, row in held.subjects.items()}
    return compact(
        ma=held.student,
        nam_hoc=held.year,
        nguon="goi" if held.from_packet else "giay",
        mau=held.form.value,
        khoi=held.grade,
        lop=held.class_name,
        truong=compact(ten=held.school, dia_chi=held.address),
        chung_tu=held.document,
        mon=subjects,
        tong_ket=_encode_summary(held),
        nhan_xet=held.remark,
        giao_vien_chu_nhiem=held.homeroom_teacher,
        hieu_truong=held.principal,
        khen_thuong=list(held.awards) or None,
        chung_chi=list(held.certificates) or None,
        cuoc_thi=list(held.contests) or None,
        hoan_thanh=None if held.completion is None else encode_completion(held.completion),
    )


def _encode_legacy_subject(row: LegacySubject) -> Json:
    return compact(
        hk1=_plain(row.hk1),
        hk2=_plain(row.hk2),
        ca_nam=_plain(row.year),
        danh_gia_lai=_plain(row.reassessed),
        nhan_xet=row.remark,
        giao_vien=row.teachers[0] if len(row.teachers) == 1 else list(row.teachers) or None,
    )


def _plain(value: Result | None) -> Json:
    return value.value if isinstance(value, Exempt) else plain(value)


def _encode_summary(held: LegacyYear) -> dict[str, Json]:
    summary: dict[str, Json] = {term.value: _encode_legacy_term(row) for term, row in held.terms.items()}
    of_year = compact(
        buoi_nghi=held.half_days_absent,
        ket_luan=word(held.conclusion),
        danh_hieu=word(held.title),
        hoan_thanh_cap=held.level_completed,
        ban_dau=_encode_first(held),
        ren_luyen_he=word(held.summer_conduct),
    )
    if of_year:
        whole = summary.get(Term.CA_NAM.value)
        summary[Term.CA_NAM.value] = {**(whole if isinstance(whole, dict) else {}), **of_year}
    return summary


def _encode_legacy_term(row: LegacyTerm) -> Json:
    return compact(
        hoc_tap=word(row.learning),
        ren_luyen=word(row.conduct),
        hoc_luc=word(row.old_learning),
        hanh_kiem=word(row.old_conduct),
        dtbcm=row.overall_average,
    )


def _encode_first(held: LegacyYear) -> Json:
    if held.first is None:
        return None
    learning, conduct, conclusion = held.first
    return compact(hoc_tap=word(learning), ren_luyen=word(conduct), ket_luan=word(conclusion))
