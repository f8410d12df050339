"""The people of one tree: staff, keys, roles, assignments; and who may write, approve and accept a path."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from tests.second_verifier.places import Place, place_of
from tests.second_verifier.signatures import read_certificate, revoked
from tests.second_verifier.store import InvalidError, Repository
from tests.second_verifier.text import parsed, read, subjects

SCORED, COMMENTED = subjects("mon_diem"), subjects("mon_nhan_xet")
STAFF = "signatures/can-bo.yaml"
Persons = frozenset[str]


def place(path: str) -> Place | None:
    """What a path is."""
    return place_of(path, SCORED, COMMENTED)


@dataclass
class People:
    """Who is who in a tree."""

    repository: Repository
    tree: str
    _years: dict[str | None, Any] = field(default_factory=dict)

    @cached_property
    def document(self) -> Any:
        """The staff file."""
        raw = self.repository.at(self.tree, STAFF)
        where = place(STAFF)
        if raw is None or where is None:
            raise InvalidError("no staff file")
        return read(where, raw)

    @cached_property
    def holders(self) -> dict[str, str]:
        """Keys in use, and whose they are."""
        rows = ((key, row["ma"]) for row in self.document["can_bo"] for key in row.get("khoa", []))
        return {key["van_tay"]: person for key, person in rows if key["trang_thai"] == "dang_dung"}

    @cached_property
    def certificates(self) -> dict[str, bytes]:
        """The certificates of keys in use; one that is missing or broken serves nobody."""
        found = {}
        for fingerprint, person in self.holders.items():
            armor = self.repository.at(self.tree, f"signatures/keys/{person}/{fingerprint}.asc")
            try:
                if armor is not None and read_certificate(armor)[0] == fingerprint and not revoked(armor):
                    found[fingerprint] = armor
            except InvalidError:
                continue
        return found

    @cached_property
    def root(self) -> tuple[int, dict[str, str]]:
        """Threshold and keys of the root persons."""
        sheets = [path for path in self.repository.files(self.tree) if (p := place(path)) and p.kind == "goc"]
        if not sheets:
            raise InvalidError("no root sheet")
        said = parsed(self.repository.at(self.tree, max(sheets)) or b"")
        return said["nguong"], {row["ma"]: row["van_tay"] for row in said["nguoi"]}

    def holding(self, *roles: str) -> Persons:
        """Who holds one of the roles now."""
        return frozenset(
            row["ma"]
            for row in self.document["can_bo"]
            if any(held["vai_tro"] in roles and "den_ngay" not in held for held in row["vai_tro"])
        )

    def identity(self, person: str) -> str:
        """Author and committer of the person's commits."""
        emails = {row["ma"]: row.get("email") for row in self.document["can_bo"]}
        return f"{person} <{emails[person] or f'{person}@truong.invalid'}>"

    def year(self, year: str | None) -> Any:
        """The assignments of a year; nobody where there is no such file."""
        if year not in self._years:
            path = f"records/{year}/phan-cong.yaml"
            raw, where = self.repository.at(self.tree, path), place(path)
            self._years[year] = read(where, raw) if raw is not None and where is not None else {}
        return self._years[year]

    def taught(self, year: str | None, class_id: str) -> dict[str, Persons]:
        """Subjects of a class with everybody named for either semester."""
        return {
            row["mon"]: frozenset((*row.get("hk1", ()), *row.get("hk2", ())))
            for row in self.year(year).get("giang_day", ())
            if row["lop"] == class_id
        }

    def teachers(self, where: Place, term: str | None) -> Persons:
        """Who teaches the place's subject in a semester, and who stands in."""
        named = frozenset(
            person
            for row in self.year(where.year).get("giang_day", ())
            if (row["lop"], row["mon"]) == (where.class_id, where.subject)
            for person in row.get(term or "hk2", ())
        )
        return named | self.deputies(where.year, named, where.class_id, where.subject)

    def deputies(self, year: str | None, named: Persons, class_id: str | None, subject: str | None) -> Persons:
        """Who stands in for one of the named; in the homeroom only who is not bound to a subject."""
        return frozenset(
            row["nguoi"]
            for row in self.year(year).get("thay_the", ())
            if row["thay"] in named
            and row.get("lop") in (None, class_id)
            and (row.get("mon") is None if subject is None else row.get("mon") in (None, subject))
        )

    def homeroom(self, year: str | None, class_id: str) -> Persons:
        """The homeroom teacher now: the newest row without an end, else the newest."""
        current = self.homeroom_named(year, class_id)
        return current | self.deputies(year, current, class_id, None)

    def homeroom_named(self, year: str | None, class_id: str) -> Persons:
        """The same without whoever stands in."""
        rows = [row for row in self.year(year).get("chu_nhiem", ()) if row["lop"] == class_id]
        open_rows = [row for row in rows if "den_ngay" not in row]
        return frozenset(row["nguoi"] for row in (open_rows or rows)[-1:])

    def heads(self, year: str | None, subject: str | None = None) -> Persons:
        """Heads of departments, of the subject's own where one is named."""
        rows = self.year(year).get("to_chuyen_mon", ())
        return frozenset(row["to_truong"] for row in rows if subject is None or subject in row["mon"])


@dataclass(frozen=True)
class Rights:
    """The persons for one path."""

    authors: Persons
    mergers: Persons
    approvers: Persons = frozenset()


def rights(people: People, where: Place | None, signed: set[str], stand_ins: Mapping[str, str]) -> Rights:
    """Who may write, accept and approve; ``where`` is ``None`` for a path outside of the zones."""
    stamping = people.holding("moc_thoi_gian")
    held = _rights(people, where, signed, stand_ins)
    if where is not None and where.work == "WITNESS":
        return held
    return Rights(held.authors - stamping, held.mergers - stamping, held.approvers - stamping)


def _rights(people: People, where: Place | None, signed: set[str], stand_ins: Mapping[str, str]) -> Rights:
    principal, deputies = people.holding("hieu_truong"), people.holding("pho_hieu_truong")
    leaders, council = principal | deputies, people.holding("hoi_dong")
    admins, registrars, office = (people.holding(role) for role in ("quan_tri", "van_thu", "to_truong_van_phong"))
    everyone = frozenset(row["ma"] for row in people.document["can_bo"])
    if where is None:
        return Rights(admins, principal | council)
    if where.work == "DATA":
        return _data(people, where, signed, stand_ins)
    root = frozenset(people.root[1])
    table = {
        "PUPILS": Rights(registrars, office | leaders),
        "YEAR": Rights(admins, principal | council),
        "PEOPLE": Rights(admins | deputies, principal | council),
        "LOCK": Rights(admins | leaders, principal),
        "OFFICE": Rights(registrars | admins, leaders),
        "SIGN": Rights(everyone, leaders | office | people.heads(where.year)),
        "WITNESS": Rights(everyone, everyone),
        "AFFIRM": Rights(everyone, leaders),
        "ROOT": Rights(root, root),
        "REPAIR": Rights(admins | deputies, leaders),
    }
    held = table[where.work or ""]
    if where.kind in ("chung_thu", "xac_nhan_khoa"):
        owner = {where.person}
        return Rights(held.authors - owner, (held.mergers | deputies) - owner)
    return held


def _data(people: People, where: Place, signed: set[str], stand_ins: Mapping[str, str]) -> Rights:
    leaders = people.holding("hieu_truong", "pho_hieu_truong")
    homeroom = people.homeroom(where.year, where.class_id or "")
    closed = where.path in signed
    by_subject = where.kind in ("diem", "nhan_xet_mon", "nghe_thuat", "danh_gia_lai")
    named = people.teachers(where, where.term) if by_subject else homeroom
    authors = named | {stand_ins[person] for person in named if person in stand_ins}
    if by_subject:
        if closed:
            return Rights(authors, leaders, homeroom | leaders)
        return Rights(authors, people.heads(where.year, where.subject) | leaders)
    if where.kind == "quyet_dinh":
        return Rights(authors, people.holding("hieu_truong"))
    reviewers = leaders if closed else people.heads(where.year) | leaders
    if where.kind == "chuyen_can":
        registrars, office = people.holding("van_thu"), people.holding("to_truong_van_phong")
        return Rights(authors | registrars, reviewers if closed else reviewers | office)
    return Rights(authors, reviewers)
