"""What a tree says about people: the staff, their certificates, who teaches what, the root of trust.

Every entry is judged by the policy in its first parent's tree. Values are read by object id, so a policy is worked out
once for each version of its files.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from typing import Any, Final

from hocba_build.domain.people import KeyStatus, Role, StaffMember
from hocba_build.domain.school import Assignments
from hocba_build.domain.values import ClassId, PersonId, SubjectId, Term, YearId
from hocba_build.records.codec import decode
from hocba_build.records.inspect import inspect
from hocba_build.records.layout import SIGNATURES, STAFF_PATH, Kind, parse_path, path_for
from hocba_build.records.strict_yaml import parse
from hocba_build.trust.git.bounded import Bounded
from hocba_build.trust.git.objects import ObjectFault, Oid
from hocba_build.trust.git.trees import Trees
from hocba_build.trust.openpgp import Certificate, SignatureFault, Signed, read_certificate, withdrawn
from hocba_build.trust.signing import address

RULES: Final = 1
"""The number of the rules that this program knows."""
KEPT: Final = 512
"""Trees whose people are remembered."""
_ASSIGNMENTS: Final = "/phan-cong.yaml"


@dataclass(frozen=True, slots=True)
class Root:
    """The root persons with their keys, and how many of them must act together."""

    number: int
    threshold: int
    keys: Mapping[PersonId, str]


@dataclass(frozen=True, slots=True)
class Policy:
    """Who is who in one tree."""

    rules: int
    staff: Mapping[PersonId, StaffMember]
    holders: Mapping[str, PersonId]
    """Fingerprints of keys in use, and whose they are."""
    certificates: Mapping[str, Certificate]
    root: Root
    holding: Callable[..., frozenset[PersonId]]
    """Who holds one of some roles: an appointment holds until an entry writes its last day."""

    def check_kept(self, signed: Signed) -> Signed:
        """A signature by a key that these certificates do not say its holder has revoked.

        Raises:
            SignatureFault: HB315.
        """
        if signed.key in withdrawn(self.certificates[signed.fingerprint]):
            raise SignatureFault("HB315", "khoá đã bị chủ khoá thu hồi")
        return signed

    def can_sign(self, key: str, person: PersonId) -> bool:
        """Whether a key is in use, a person's, with a certificate that its holder has not revoked."""
        certificate = self.certificates.get(key)
        return self.holders.get(key) == person and certificate is not None and key not in withdrawn(certificate)

    def identity(self, person: PersonId) -> tuple[str, str]:
        """Name and address of a person's commits."""
        return person, address(person, self.staff[person].email)


class Policies:
    """Reads policies from trees; the same files are read once."""

    def __init__(self, trees: Trees) -> None:
        """Take the way to read."""
        self._trees = trees
        self.at = Bounded(self._at, _one, KEPT)
        self._of_signatures = lru_cache(256)(self._of_folder)
        self._of_staff = lru_cache(64)(self._read)
        self._of_assignments = lru_cache(64)(self._staffing)
        self._staffings = Bounded(self._no_staffing, _one, KEPT)

    def _at(self, tree: Oid) -> Policy:
        """The policy of a tree.

        Raises:
            ObjectFault: HB340 when the staff file or the root sheet is missing or broken.
        """
        signatures = self._trees.entry(tree, SIGNATURES)
        if signatures is None:
            raise ObjectFault("HB340", "thiếu danh sách cán bộ hoặc tờ gốc", STAFF_PATH)
        return self._of_signatures(signatures)

    def _of_folder(self, signatures: Oid) -> Policy:
        staff, keys, root = (self._trees.entry(signatures, name) for name in ("can-bo.yaml", "keys", "goc"))
        if staff is None or root is None:
            raise ObjectFault("HB340", "thiếu danh sách cán bộ hoặc tờ gốc", STAFF_PATH)
        return self._of_staff(staff, keys, root)

    def carry(self, before: Oid, after: Oid, changed: Iterable[str]) -> None:
        """A tree in which only these files were changed has the same people as the one before, unless these say so."""
        paths = tuple(changed)
        if not any(path.startswith(f"{SIGNATURES}/") for path in paths):
            self.at.learn(after, self.at(before))
        if not any(path.endswith(_ASSIGNMENTS) for path in paths):
            self._staffings.learn(after, self._staffings(before))

    def staffing(self, tree: Oid, year: YearId) -> Staffing:
        """Who answers for what in a year; nobody where the file does not exist yet."""
        known = self._staffings(tree)
        if year not in known:
            known[year] = self._staffing_at(tree, year)
        return known[year]

    @staticmethod
    def _no_staffing(_tree: Oid) -> dict[YearId, Staffing]:
        return {}

    def _staffing_at(self, tree: Oid, year: YearId) -> Staffing:
        blob = self._trees.entry(tree, path_for(Kind.PHAN_CONG, year=year))
        return Staffing(Assignments()) if blob is None else self._of_assignments(blob, year)

    def _staffing(self, blob: Oid, year: YearId) -> Staffing:
        return Staffing(self._assignments(blob, year))

    def _assignments(self, blob: Oid, year: YearId) -> Assignments:
        path = path_for(Kind.PHAN_CONG, year=year)
        place = parse_path(path)
        if place is None:
            raise AssertionError(path)
        read = inspect(place, self._trees.content(blob))
        if read.findings:
            raise ObjectFault("HB340", "bảng phân công sai", path)
        found: Assignments = decode(Kind.PHAN_CONG, read.document)
        return found

    def _read(self, staff: Oid, keys: Oid | None, root: Oid) -> Policy:
        place = parse_path(STAFF_PATH)
        if place is None:
            raise AssertionError(STAFF_PATH)
        read = inspect(place, self._trees.content(staff))
        if read.findings:
            raise ObjectFault("HB340", f"danh sách cán bộ sai: {read.findings[0].message}", STAFF_PATH)
        rules, members = decode(Kind.CAN_BO, read.document)
        holders = {
            key.fingerprint: person
            for person, member in members.items()
            for key in member.keys
            if key.status is KeyStatus.DANG_DUNG
        }
        certificates = dict(self._certificates(keys, holders))
        return Policy(rules, members, holders, certificates, self._root(root), cache(partial(_holding, members)))

    def _certificates(self, keys: Oid | None, holders: Mapping[str, PersonId]) -> Iterator[tuple[str, Certificate]]:
        """The certificates of the keys in use; one that is missing or broken serves nobody."""
        for fingerprint, person in holders.items():
            blob = self._trees.entry(keys, f"{person}/{fingerprint}.asc") if keys else None
            if blob is None:
                continue
            try:
                certificate = read_certificate(self._trees.content(blob))
            except SignatureFault:
                continue
            if certificate.fingerprint == fingerprint:
                yield fingerprint, certificate

    def _root(self, folder: Oid) -> Root:
        """The newest root sheet."""
        sheets = [
            (name, blob) for name, blob in self._trees.files(folder) if name[:4].isdigit() and name[4:] == ".yaml"
        ]
        if not sheets:
            raise ObjectFault("HB340", "thiếu tờ gốc", "signatures/goc/0001.yaml")
        name, blob = max(sheets)
        return read_root(self._trees.content(blob), f"signatures/goc/{name}")


def _holding(members: Mapping[PersonId, StaffMember], *roles: Role) -> frozenset[PersonId]:
    return frozenset(
        person
        for person, member in members.items()
        if any(held.role in roles and held.until is None for held in member.appointments)
    )


def _one(_remembered: object) -> int:
    """Answers that are counted, not weighed."""
    return 1


def read_root(raw: bytes, path: str) -> Root:
    """A root sheet.

    Raises:
        ObjectFault: HB340.
    """
    try:
        document: Any = parse(raw)
        keys = {PersonId(str(row["ma"])): str(row["van_tay"]) for row in document["nguoi"]}
        root = Root(int(document["so"]), int(document["nguong"]), keys)
    except Exception as error:  # whatever is wrong with it, it is no root sheet
        raise ObjectFault("HB340", "tờ gốc sai dạng", path) from error
    if not 1 <= root.threshold <= len(keys) or len(keys) != len(document["nguoi"]):
        raise ObjectFault("HB340", "tờ gốc có ngưỡng không hợp lí", path)
    return root


class Staffing:
    """Who answers for what in one year, by the file that stands in one tree; each answer is worked out once."""

    def __init__(self, assignments: Assignments) -> None:
        """Take the file's values."""
        self.assignments = assignments
        self.teachers = cache(self._teachers)
        self.homeroom = cache(self._homeroom)
        self.named_homeroom = cache(self._named_homeroom)
        self.heads = cache(self._heads)

    def _teachers(self, class_id: ClassId, subject: SubjectId, term: Term) -> frozenset[PersonId]:
        """Who teaches a subject in a class and semester, and who stands in for one of them."""
        named = frozenset(self.assignments.teachers(class_id, subject, term))
        return named.union(*(self.deputies(one, class_id, subject) for one in named))

    def deputies(self, absent: PersonId, class_id: ClassId, subject: SubjectId | None = None) -> frozenset[PersonId]:
        """Who stands in for a person in a class; without a subject, in the homeroom."""
        return frozenset(
            row.person
            for row in self.assignments.deputies
            if row.stands_in_for == absent and row.class_id in (None, class_id) and row.subject in (None, subject)
        )

    def _homeroom(self, class_id: ClassId) -> frozenset[PersonId]:
        """The homeroom teacher now, and who stands in."""
        named = self.named_homeroom(class_id)
        return named.union(*(self.deputies(one, class_id) for one in named))

    def _named_homeroom(self, class_id: ClassId) -> frozenset[PersonId]:
        """The homeroom teacher now; nobody where none was ever named."""
        rows = [row for row in self.assignments.homerooms if row.class_id == class_id]
        current = [row.teacher for row in rows if row.until is None][-1:] or [row.teacher for row in rows][-1:]
        return frozenset(current)

    def _heads(self, subject: SubjectId | None = None) -> frozenset[PersonId]:
        """Heads of departments; of the subject's own where one is named."""
        return frozenset(row.head for row in self.assignments.departments if subject is None or subject in row.subjects)
