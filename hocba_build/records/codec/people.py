"""Pupils, life pages, staff and the school itself."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from hocba_build.domain.people import (
    Appointment,
    Event,
    EventKind,
    Family,
    Guardian,
    Identity,
    KeyStatus,
    Role,
    StaffKey,
    StaffMember,
    Student,
)
from hocba_build.domain.school import Address, School
from hocba_build.domain.seals import SealCertificate, SealLevel, SealRole
from hocba_build.domain.values import ClassId, PersonId, SchoolLevel, StudentId, YearId
from hocba_build.records.codec.common import Doc, compact, day, day_or_none, in_force, iso
from hocba_build.records.document import Json


def decode_school(doc: Doc) -> School:
    """``truong.yaml``."""
    return School(
        code=doc["ma"],
        began_with=YearId(doc["bat_dau"]),
        names=tuple((day(row["tu_ngay"]), row["ten"]) for row in in_force(doc["ten"])),
        addresses=tuple(
            (day(row["tu_ngay"]), Address(row["xa"], row["tinh"], row.get("huyen"))) for row in in_force(doc["dia_chi"])
        ),
        levels=tuple((day(row["tu_ngay"]), frozenset(map(SchoolLevel, row["cap"]))) for row in in_force(doc["cap"])),
        time_authorities=tuple((row["noi"], row["dia_chi"]) for row in doc.get("moc_thoi_gian", ())),
        seal_level=SealLevel(doc.get("muc_ki_so", SealLevel.BARE.value)),
        seal_certificates=tuple(
            SealCertificate(day(row["tu_ngay"]), SealRole(row["vai"]), row["van_tay"])
            for row in in_force(doc.get("chung_thu_so", ()))
        ),
        credential_keys=tuple((day(row["tu_ngay"]), row["khoa"]) for row in in_force(doc.get("khoa_chung_nhan", ()))),
    )


def encode_school(school: School) -> Json:
    """``truong.yaml``."""
    doc: dict[str, Json] = {
        "ma": school.code,
        "bat_dau": school.began_with,
        "ten": [{"tu_ngay": iso(since), "ten": name} for since, name in school.names],
        "dia_chi": [
            compact(tu_ngay=iso(since), xa=place.ward, huyen=place.district, tinh=place.province)
            for since, place in school.addresses
        ],
        "cap": [
            {"tu_ngay": iso(since), "cap": [level.value for level in SchoolLevel if level in levels]}
            for since, levels in school.levels
        ],
    }
    if school.time_authorities:
        doc["moc_thoi_gian"] = [{"noi": name, "dia_chi": address} for name, address in school.time_authorities]
    if school.seal_level is not SealLevel.BARE:
        doc["muc_ki_so"] = school.seal_level.value
    if school.seal_certificates:
        doc["chung_thu_so"] = [
            {"tu_ngay": iso(one.since), "vai": one.role.value, "van_tay": one.fingerprint}
            for one in school.seal_certificates
        ]
    if school.credential_keys:
        doc["khoa_chung_nhan"] = [{"tu_ngay": iso(since), "khoa": key} for since, key in school.credential_keys]
    return doc


def decode_student(doc: Doc) -> Student:
    """``hoc-sinh/<ma>.yaml``."""
    codes = in_force(doc.get("ma_bo", ()))
    return Student(
        id=StudentId(doc["ma"]),
        identities=tuple(map(decode_identity, in_force(doc["nhan_than"]))),
        events=tuple(decode_event(row) for row in in_force(doc.get("su_kien", ()), "ngay") if row["loai"] != "huy"),
        register_numbers=tuple((SchoolLevel(row["cap"]), row["so"]) for row in in_force(doc.get("dang_bo", ()))),
        ministry_code=codes[-1]["ma"] if codes else None,
    )


def decode_identity(row: Doc) -> Identity:
    """One entry of ``nhan_than``."""
    return Identity(
        since=day(row["tu_ngay"]),
        full_name=row["ho_ten"],
        female=row["gioi_tinh"] == "nu",
        born_on=day(row["ngay_sinh"]),
        given_name=row.get("ten"),
        document=row.get("chung_tu"),
    )


def decode_event(row: Doc) -> Event:
    """One entry of ``su_kien``."""
    return Event(
        day=day(row["ngay"]),
        kind=EventKind(row["loai"]),
        year=YearId(row["nam_hoc"]) if "nam_hoc" in row else None,
        school=row.get("truong"),
        reason=row.get("ly_do"),
        document=row.get("chung_tu"),
        grade=row.get("khoi"),
        from_class=ClassId(row["tu_lop"]) if "tu_lop" in row else None,
        to_class=ClassId(row["den_lop"]) if "den_lop" in row else None,
    )


def encode_student(student: Student) -> Json:
    """``hoc-sinh/<ma>.yaml``; the Ministry's code is dated by the first identity."""
    first = iso(student.identities[0].since)
    doc: dict[str, Json] = {"ma": student.id, "nhan_than": [encode_identity(held) for held in student.identities]}
    if student.ministry_code is not None:
        doc["ma_bo"] = [{"tu_ngay": first, "ma": student.ministry_code}]
    if student.register_numbers:
        doc["dang_bo"] = [{"cap": level.value, "so": number} for level, number in student.register_numbers]
    if student.events:
        doc["su_kien"] = [encode_event(event) for event in student.events]
    return doc


def encode_identity(held: Identity) -> dict[str, Json]:
    """One entry of ``nhan_than``."""
    return compact(
        tu_ngay=iso(held.since),
        ho_ten=held.full_name,
        ten=held.given_name,
        gioi_tinh="nu" if held.female else "nam",
        ngay_sinh=iso(held.born_on),
        chung_tu=held.document,
    )


def encode_event(event: Event) -> dict[str, Json]:
    """One entry of ``su_kien``."""
    return compact(
        ngay=iso(event.day),
        loai=event.kind.value,
        nam_hoc=event.year,
        khoi=event.grade,
        tu_lop=event.from_class,
        den_lop=event.to_class,
        truong=event.school,
        ly_do=event.reason,
        chung_tu=event.document,
    )


def decode_family(doc: Doc) -> Family:
    """``ho-so/<ma>.yaml``: later entries overlay the keys they name."""
    page: dict[str, Json] = {}
    for row in in_force(doc["ho_so"]):
        page.update(row)
    return family_of(page)


def family_of(page: Doc) -> Family:
    """A life page from its keys."""
    return Family(
        birth_place=page.get("noi_sinh"),
        ethnicity=page.get("dan_toc"),
        policy=page.get("doi_tuong"),
        residence=page.get("cho_o"),
        personal_id=page.get("so_dinh_danh"),
        father=_guardian(page.get("cha")),
        mother=_guardian(page.get("me")),
        guardian=_guardian(page.get("giam_ho")),
    )


def _guardian(row: Doc | None) -> Guardian | None:
    return None if row is None else Guardian(row["ho_ten"], row.get("nghe_nghiep"))


def encode_family(student: StudentId, family: Family, since: date) -> Json:
    """``ho-so/<ma>.yaml`` with one entry, dated ``since``."""
    return {"ma": student, "ho_so": [{"tu_ngay": iso(since), **encode_page(family)}]}


def encode_page(family: Family) -> dict[str, Json]:
    """The keys of a life page that have something to say."""
    return compact(
        noi_sinh=family.birth_place,
        dan_toc=family.ethnicity,
        doi_tuong=family.policy,
        cho_o=family.residence,
        so_dinh_danh=family.personal_id,
        cha=_encode_guardian(family.father),
        me=_encode_guardian(family.mother),
        giam_ho=_encode_guardian(family.guardian),
    )


def _encode_guardian(person: Guardian | None) -> Json:
    return None if person is None else compact(ho_ten=person.full_name, nghe_nghiep=person.occupation)


def decode_staff(doc: Doc) -> tuple[int, dict[PersonId, StaffMember]]:
    """``can-bo.yaml``: the number of the rules in force, and the staff."""
    members = map(_member, doc["can_bo"])
    return doc["luat"], {member.id: member for member in members}


def _member(row: Doc) -> StaffMember:
    held = tuple(map(_appointment, row["vai_tro"]))
    keys = tuple(map(_staff_key, row.get("khoa", ())))
    return StaffMember(PersonId(row["ma"]), row["ho_ten"], held, row.get("email"), keys)


def _staff_key(row: Doc) -> StaffKey:
    return StaffKey(row["van_tay"], KeyStatus(row["trang_thai"]), row.get("khong_tin_tu"))


def _appointment(row: Doc) -> Appointment:
    return Appointment(Role(row["vai_tro"]), day(row["tu_ngay"]), day_or_none(row.get("den_ngay")))


def encode_staff(rules: int, staff: Mapping[PersonId, StaffMember]) -> Json:
    """``can-bo.yaml``."""
    return {"luat": rules, "can_bo": [_encode_member(member) for member in staff.values()]}


def _encode_member(member: StaffMember) -> Json:
    roles: list[Json] = [
        compact(vai_tro=held.role.value, tu_ngay=iso(held.since), den_ngay=iso(held.until))
        for held in member.appointments
    ]
    keys: list[Json] = [
        compact(van_tay=key.fingerprint, trang_thai=key.status.value, khong_tin_tu=key.distrusted_from)
        for key in member.keys
    ]
    return compact(ma=member.id, ho_ten=member.full_name, email=member.email, vai_tro=roles, khoa=keys or None)
