"""Paths below ``records/`` and ``signatures/``: what each is, and to which kind of work it belongs."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

YEAR = r"(?P<year>20[0-9]{2}-20[0-9]{2})"
CLASS = r"(?P<class_id>[a-z0-9]+(?:[.-][a-z0-9]+)*)"
PUPIL = r"(?P<pupil>[0-9]{10})"
TERM = r"(?P<term>hk1|hk2)"
SUBJECT = r"(?P<subject>[a-z0-9-]+)"
PERSON = r"(?P<person>[a-z][a-z0-9.-]{0,31}?)"
NUMBER = r"(?P<number>[0-9]{4})"
PRINT = r"(?P<fingerprint>[0-9a-f]{40})"

RECORDS = {
    "truong": ("YEAR", r"truong\.yaml"),
    "hoc_sinh": ("PUPILS", rf"hoc-sinh/{PUPIL}\.yaml"),
    "ho_so": ("PUPILS", rf"ho-so/{PUPIL}\.yaml"),
    "ho_so_kin": ("PUPILS", rf"ho-so/{PUPIL}\.yaml\.asc"),
    "nam_cu": ("PUPILS", rf"nam-cu/{YEAR}/{PUPIL}\.yaml"),
    "nam_hoc": ("YEAR", rf"{YEAR}/nam-hoc\.yaml"),
    "phan_cong": ("PEOPLE", rf"{YEAR}/phan-cong\.yaml"),
    "lop": ("PUPILS", rf"{YEAR}/{CLASS}/lop\.yaml"),
    "chuyen_den": ("PUPILS", rf"{YEAR}/{CLASS}/chuyen-den/{PUPIL}\.yaml"),
    "hoan_thanh": ("PUPILS", rf"{YEAR}/{CLASS}/ca-nam/hoan-thanh\.yaml"),
    "quyet_dinh": ("DATA", rf"{YEAR}/{CLASS}/quyet-dinh\.yaml"),
    "ren_luyen": ("DATA", rf"{YEAR}/{CLASS}/{TERM}/ren-luyen\.yaml"),
    "chuyen_can": ("DATA", rf"{YEAR}/{CLASS}/{TERM}/chuyen-can\.yaml"),
    "ren_luyen_he": ("DATA", rf"{YEAR}/{CLASS}/ca-nam/ren-luyen-he\.yaml"),
    "khen_thuong": ("DATA", rf"{YEAR}/{CLASS}/ca-nam/khen-thuong\.yaml"),
    "nhan_xet": ("DATA", rf"{YEAR}/{CLASS}/ca-nam/nhan-xet\.yaml"),
    "danh_gia_lai": ("DATA", rf"{YEAR}/{CLASS}/ca-nam/danh-gia-lai/{SUBJECT}\.yaml"),
    "diem": ("DATA", rf"{YEAR}/{CLASS}/{TERM}/{SUBJECT}\.yaml"),
}
PAPERS = {
    "can_bo": ("PEOPLE", r"can-bo\.yaml"),
    "chung_thu": ("PEOPLE", rf"keys/{PERSON}/{PRINT}\.asc"),
    "xac_nhan_khoa": ("PEOPLE", rf"keys/{PERSON}/{PRINT}\.(?:xac-nhan|cu)\.asc"),
    "goc": ("ROOT", rf"goc/{NUMBER}\.yaml"),
    "goc_asc": ("ROOT", rf"goc/{NUMBER}\.{PERSON}\.asc"),
    "tsa": ("ROOT", r"goc/(?:tsa|ca)\.[a-z0-9-]{1,32}\.pem"),
    "ki": ("SIGN", rf"ky-xac-nhan/{YEAR}/{PERSON}\.{NUMBER}\.txt"),
    "ki_asc": ("SIGN", rf"ky-xac-nhan/{YEAR}/{PERSON}\.{NUMBER}\.txt\.asc"),
    "dong_y": (None, rf"dong-y/(?P<digest>[0-9a-f]{{64}})/{PERSON}\.asc"),
    "khoa": ("LOCK", rf"khoa-so/{YEAR}/{NUMBER}/khoa\.yaml"),
    "khoa_asc": (None, rf"khoa-so/{YEAR}/{NUMBER}/khoa\.yaml\.asc"),
    "khoa_lop": ("LOCK", rf"khoa-so/{YEAR}/{NUMBER}/{CLASS}\.yaml"),
    "cap_ban": ("OFFICE", rf"cap-ban/{YEAR}/{NUMBER}\.yaml"),
    "cap_ban_asc": ("OFFICE", rf"cap-ban/{YEAR}/{NUMBER}\.yaml\.asc"),
    "thu_hoi": ("OFFICE", rf"cap-ban/{YEAR}/thu-hoi\.{NUMBER}\.yaml"),
    "thu_hoi_asc": (None, rf"cap-ban/{YEAR}/thu-hoi\.{NUMBER}\.yaml\.asc"),
    "do_dang": ("OFFICE", rf"cap-ban/{YEAR}/do-dang\.{NUMBER}\.txt"),
    "do_dang_asc": (None, rf"cap-ban/{YEAR}/do-dang\.{NUMBER}\.txt\.{PERSON}\.asc"),
    "tiep_nhan": ("OFFICE", rf"tiep-nhan/{NUMBER}\.yaml"),
    "luu_tru": ("OFFICE", rf"luu-tru/{NUMBER}\.yaml"),
    "su_co": ("OFFICE", rf"su-co/{NUMBER}\.yaml"),
    "sua_chua": ("REPAIR", rf"sua-chua/{NUMBER}\.yaml"),
    "xac_nhan_lai": ("AFFIRM", rf"xac-nhan-lai/{NUMBER}\.yaml"),
    "moc": ("WITNESS", rf"moc-thoi-gian/{NUMBER}\.yaml"),
    "moc_tsr": ("WITNESS", rf"moc-thoi-gian/{NUMBER}\.tsr"),
}
Table = Mapping[str, tuple[str | None, str]]
ZONES: Mapping[str, Table] = {"records": RECORDS, "signatures": PAPERS}
OWN_HAND = ("dong_y", "do_dang_asc")
BY_PRINCIPAL = {"khoa_asc": "LOCK", "thu_hoi_asc": "OFFICE"}
CONSENTS = {"dong_y": None, "do_dang_asc": "OFFICE", **BY_PRINCIPAL}
"""Signatures that somebody else adds, and the kind of work without which each may not stand."""


@dataclass(frozen=True)
class Place:
    """What a path says: its kind of file, the kind of work, and its parts."""

    path: str
    kind: str
    work: str | None
    year: str | None = None
    class_id: str | None = None
    term: str | None = None
    subject: str | None = None
    pupil: str | None = None
    person: str | None = None
    number: str | None = None
    fingerprint: str | None = None
    digest: str | None = None

    @property
    def record(self) -> bool:
        """Whether it lies below ``records/``."""
        return self.path.startswith("records/")


def place_of(path: str, scored: frozenset[str], commented: frozenset[str]) -> Place | None:
    """What a path of the zones is; ``None`` where there is nothing of that name."""
    zone, _, rest = path.partition("/")
    for kind, (work, pattern) in ZONES.get(zone, {}).items():
        found = re.fullmatch(pattern, rest)
        if found is not None:
            place = Place(path, kind, work, **found.groupdict())
            return _sound(place, scored, commented)
    return None


def _sound(place: Place, scored: frozenset[str], commented: frozenset[str]) -> Place | None:
    if place.year is not None and int(place.year[5:]) != int(place.year[:4]) + 1:
        return None
    if place.class_id is not None and len(place.class_id) > 16:
        return None
    known = scored | commented | {"nghe-thuat"}
    if place.kind not in ("diem", "danh_gia_lai"):
        return place
    if place.subject not in known:
        return None
    if place.kind == "danh_gia_lai" or place.subject in scored:
        return place
    kind = "nghe_thuat" if place.subject == "nghe-thuat" else "nhan_xet_mon"
    return Place(place.path, kind, place.work, place.year, place.class_id, place.term, place.subject)
