"""A school whose ledger lives in memory: real Git objects, real OpenPGP signatures, nothing on disk.

Every act of the simulator is honest unless a test asks for something else; ``raw_commit`` writes all else.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

import pysequoia

from hocba_build.domain.people import Role
from hocba_build.domain.school import Address, School
from hocba_build.domain.values import PersonId, SchoolLevel, YearId
from hocba_build.records.staff_edits import add_key, add_person
from hocba_build.trust.founding import Sheet, read_sheet
from hocba_build.trust.git.objects import Ident, Oid, format_commit, with_signature
from hocba_build.trust.git.trees import MemoryObjects, Trees
from hocba_build.trust.git.writing import Message, Writer
from hocba_build.trust.judge import Bench, Judgement, Waiting, judge
from hocba_build.trust.openpgp import canonical_certificate, read_certificate
from hocba_build.trust.signing import key_statement
from hocba_build.workflows.ledger.founding import Founder, certificate_path, found, founding_files
from tests.second_verifier.agreement import second_verdict
from tests.second_verifier.store import Kept

YEAR = YearId("2025-2026")
SINCE = date(2025, 8, 1)
STAFF = "signatures/can-bo.yaml"
FOUNDERS = {
    "hieu-truong": Role.HIEU_TRUONG,
    "hoi-dong": Role.HOI_DONG,
    "so-gddt": Role.SO_GDDT,
    "pho-hieu-truong": Role.PHO_HIEU_TRUONG,
    "quan-tri": Role.QUAN_TRI,
}
OTHERS = {
    "van-thu": Role.VAN_THU,
    "truong-van-phong": Role.TO_TRUONG_VAN_PHONG,
    "gv-lan": Role.GIAO_VIEN,
    "gv-mai": Role.GIAO_VIEN,
    "gv-hung": Role.GIAO_VIEN,
    "gv-thu": Role.GIAO_VIEN,
}
NAMES = {
    person: f"Nguyễn Thị {word}"
    for person, word in zip(
        [*FOUNDERS, *OTHERS], "An Bình Chi Dung Giang Hà Khanh Lan Mai Hưng Thư".split(), strict=True
    )
}

YEAR_FILE = """\
nam_hoc: "2025-2026"
quy_dinh: tt22-2021
mau_hoc_ba: tt22
lich:
  hk1: {tu_ngay: "2025-09-05", den_ngay: "2026-01-16"}
  hk2: {tu_ngay: "2026-01-19", den_ngay: "2026-05-29"}
  he: {tu_ngay: "2026-06-01", den_ngay: "2026-08-20"}
mon_hoc:
  "6": {gdtc: 70, toan: 140}
"""
ASSIGNMENTS = """\
nam_hoc: "2025-2026"
to_chuyen_mon:
  - {ma: toan-tin, ten: Tổ Toán – Tin học, to_truong: gv-hung, mon: [gdtc, toan]}
chu_nhiem:
  - {lop: 6a1, nguoi: gv-thu, tu_ngay: "2025-09-05"}
giang_day:
  - {lop: 6a1, mon: gdtc, hk1: [gv-mai], hk2: [gv-mai]}
  - {lop: 6a1, mon: toan, hk1: [gv-lan], hk2: [gv-lan]}
"""
CLASS = """\
nam_hoc: "2025-2026"
lop: 6a1
ten: 6A1
khoi: 6
ngoai_ngu_1: Tiếng Anh
hoc_sinh:
  - {ma: "7400000001", tu_ngay: "2025-09-05"}
  - {ma: "7400000002", tu_ngay: "2025-09-05"}
"""
PUPIL = """\
ma: "{id}"
nhan_than:
  - {{tu_ngay: "2025-08-15", ho_ten: {name}, gioi_tinh: nu, ngay_sinh: "2014-05-17"}}
"""
MATHS = f"records/{YEAR}/6a1/hk1/toan.yaml"
SPORT = f"records/{YEAR}/6a1/hk1/gdtc.yaml"
CONDUCT = f"records/{YEAR}/6a1/hk1/ren-luyen.yaml"
PUPILS = {"7400000001": "Lò Thị Ánh", "7400000002": "Trần Minh Châu"}


def maths(first: str = "8", second: str = "6", term: str = "hk1") -> bytes:
    """A score file of maths; the arguments are the midterm scores."""
    rows = "".join(
        f'  "{pupil}": {{tx: [8, 7, 9, 8], gk: {score}, ck: 8}}\n'
        for pupil, score in zip(PUPILS, (first, second), strict=True)
    )
    return f'nam_hoc: "{YEAR}"\nlop: 6a1\nhoc_ki: {term}\nmon: toan\ndiem:\n{rows}'.encode()


def sport(outcome: str = "dat", term: str = "hk1") -> bytes:
    """The file of a subject by comment."""
    rows = "".join(f'  "{pupil}": {{tx: [dat, dat], gk: {outcome}, ck: dat}}\n' for pupil in PUPILS)
    return f'nam_hoc: "{YEAR}"\nlop: 6a1\nhoc_ki: {term}\nmon: gdtc\ndiem:\n{rows}'.encode()


def conduct(level: str = "tot", term: str = "hk1") -> bytes:
    """Conduct of a semester."""
    rows = "".join(f'  "{pupil}": {{muc: {level}}}\n' for pupil in PUPILS)
    return f'nam_hoc: "{YEAR}"\nlop: 6a1\nhoc_ki: {term}\nren_luyen:\n{rows}'.encode()


@dataclass(frozen=True)
class Person:
    """Somebody with a key in memory (a ``writing.Signer``)."""

    person: PersonId
    key: pysequoia.Tsk
    certificate: bytes

    @property
    def email(self) -> str:
        return f"{self.person}@truong.invalid"

    @property
    def fingerprint(self) -> str:
        return read_certificate(self.certificate).fingerprint

    def sign(self, payload: bytes, at: int) -> bytes:
        """A detached signature of this moment; ``at`` is what the commit says."""
        del at
        made: bytes = pysequoia.sign(self.key.signer(), payload, mode=pysequoia.SignatureMode.DETACHED)
        return made


def new_person(name: str, claims: str | None = None) -> Person:
    """A person with a new key; ``claims`` is whose name the key bears."""
    user = f"{claims or name} <{claims or name}@truong.invalid>"
    key = pysequoia.Tsk.generate(user_id=user, profile=pysequoia.Profile.RFC4880)
    return Person(PersonId(name), key, canonical_certificate(bytes(key.extract_certificate())))


@cache
def cast() -> Mapping[str, Person]:
    """The school's people; their keys are made once."""
    return {name: new_person(name) for name in (*FOUNDERS, *OTHERS)}


class SchoolSimulator:
    """A school with one class, founded, staffed and begun."""

    def __init__(self) -> None:
        self.objects = MemoryObjects()
        self.writer = Writer(self.objects, self.objects.put)
        self.people = dict(cast())
        self.now = int(time.time())
        self.main = self._found()
        self.founding = self.main
        self._begin()

    def copy(self) -> SchoolSimulator:
        """The same school, to be taken further in another way."""
        twin = object.__new__(SchoolSimulator)
        vars(twin).update(vars(self))
        twin.objects = MemoryObjects()
        twin.objects.kept = dict(self.objects.kept)
        twin.writer = Writer(twin.objects, twin.objects.put)
        return twin

    @property
    def trees(self) -> Trees:
        return self.writer.trees

    def _found(self) -> Oid:
        school = School(
            "79000123",
            YEAR,
            ((SINCE, "Trường THCS Bình Minh"),),
            ((SINCE, Address("Xã Phú An", "Thành phố Nam Hà")),),
            ((SINCE, frozenset({SchoolLevel.THCS})),),
        )
        founders = [
            Founder(PersonId(name), NAMES[name], role, self.people[name].certificate) for name, role in FOUNDERS.items()
        ]
        files = founding_files(school, founders, SINCE)
        made = found(self.writer, files, (school, founders), self.people["hieu-truong"], self.now)
        self.sheet_text = made.sheet
        self.sheet: Sheet = read_sheet(made.sheet)
        return made.commit

    def _begin(self) -> None:
        staff = self.content(STAFF)
        files: dict[str, bytes | None] = {}
        for name, role in OTHERS.items():
            staff = add_person(staff, PersonId(name), NAMES[name], (role, SINCE))
            staff = add_key(staff, PersonId(name), self.people[name].fingerprint)
            files |= self.key_files(self.people[name])
        self.entry("quan-tri", {**files, STAFF: staff}, "hieu-truong")
        self.entry("quan-tri", {f"records/{YEAR}/nam-hoc.yaml": YEAR_FILE.encode()}, "hieu-truong")
        self.entry("quan-tri", {f"records/{YEAR}/phan-cong.yaml": ASSIGNMENTS.encode()}, "hieu-truong")
        pupils: dict[str, bytes | None] = {
            f"records/hoc-sinh/{pupil}.yaml": PUPIL.format(id=pupil, name=name).encode()
            for pupil, name in PUPILS.items()
        }
        self.entry("van-thu", {**pupils, f"records/{YEAR}/6a1/lop.yaml": CLASS.encode()}, "truong-van-phong")

    def key_files(self, person: Person, older: Person | None = None) -> dict[str, bytes | None]:
        """A new key's certificate with what it, and an older key of the person, sign of it."""
        path = certificate_path(person.person, person.fingerprint)
        text = key_statement(self.founding, person.person, person.fingerprint)
        files: dict[str, bytes | None] = {path: person.certificate}
        files[path.replace(".asc", ".xac-nhan.asc")] = person.sign(text, self.now)
        return files | ({path.replace(".asc", ".cu.asc"): older.sign(text, self.now)} if older else {})

    def content(self, path: str) -> bytes:
        """A file as main has it."""
        blob = self.trees.entry(self.writer.tree_of(self.main), path)
        assert blob is not None, path
        return self.trees.content(blob)

    def commit(self, person: str, changes: Mapping[str, bytes | None], parent: Oid | None = None) -> Oid:
        """One commit of a branch, on main or on another commit."""
        return self.writer.propose(parent or self.main, changes, Message("Sửa"), self.people[person], self.now)

    def merge(self, person: str, branch: Oid) -> Oid:
        """Accept a branch; main moves."""
        self.main = self.writer.merge(self.main, branch, Message("Duyệt"), self.people[person], self.now)
        return self.main

    def entry(self, author: str, changes: Mapping[str, bytes | None], merger: str) -> Oid:
        """A proposal of one commit, accepted."""
        return self.merge(merger, self.commit(author, changes))

    def raw_commit(
        self, person: Person, tree: Oid, parents: Sequence[Oid], message: str = "Lạ\n", who: str | None = None
    ) -> Oid:
        """A signed commit of any shape; ``who`` is the name it claims."""
        name = who or person.person
        ident = Ident(name, f"{name}@truong.invalid", self.now, "+0700")
        payload = format_commit(tree, parents, ident, ident, message)
        return self.objects.put("commit", with_signature(payload, person.sign(payload, self.now)))

    def raw_merge(self, person: str, tree: Oid, branch: Oid, parents: Sequence[Oid] | None = None) -> Oid:
        """A merge that says its digest, of any tree."""
        message = f"Duyệt\n\nTree-SHA256: {self.trees.sha256(tree)}\n"
        self.main = self.raw_commit(self.people[person], tree, parents or (self.main, branch), message)
        return self.main

    def judge(self) -> Judgement:
        """The judge's word on main."""
        return judge(self.objects, self.main, self.sheet)

    def waiting(self, branch: Oid) -> Waiting:
        """What the judge says of a branch before anybody merges it."""
        state = self.judge().state
        assert state is not None
        return Bench(self.trees).consider(state, branch)


def refused(school: SchoolSimulator) -> tuple[str, Oid | None, str | None]:
    """Code, commit and path of the one finding; the second verifier comes to the same verdict."""
    (finding,) = both_judge(school).findings
    return finding.code, finding.commit, finding.path


def valid(school: SchoolSimulator) -> bool:
    """Whether the history stands, with nothing to say against it."""
    judged = both_judge(school)
    assert judged.findings == (), judged.findings
    return judged.verdict.value == "valid"


def both_judge(school: SchoolSimulator) -> Judgement:
    """The judge's word on main, with which the second verifier agrees."""
    judged = school.judge()
    assert second_verdict(Kept(school.objects.kept), school.main, school.sheet_text) == judged.verdict.value
    return judged
