"""The root of trust changes, and the school stays able to act. Threats E8 and E12, and what a new key must say."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import pytest

from hocba_build.domain.people import KeyStatus, Role
from hocba_build.domain.values import PersonId
from hocba_build.records.root_sheets import RootPerson, encode_founding_sheet, encode_root
from hocba_build.records.staff_edits import add_key, add_person, end_role, give_role, mark_key
from hocba_build.trust.founding import read_sheet
from hocba_build.trust.git.objects import Oid
from hocba_build.trust.judge import judge
from tests.trust.simulator import MATHS, NAMES, STAFF, Person, SchoolSimulator, maths, new_person, refused, valid

FIRST, SECOND = "signatures/goc/0001.yaml", "signatures/goc/0002.yaml"
DAY = date(2026, 9, 1)
OLD, COUNCIL, OFFICE, NEW = "hieu-truong", "hoi-dong", "so-gddt", "hieu-truong-moi"


@pytest.fixture
def school() -> SchoolSimulator:
    return SchoolSimulator()


@dataclass(frozen=True)
class Change:
    """A change of the root: the persons of the new sheet, who signs it, and what comes along."""

    persons: Sequence[str] = (NEW, COUNCIL, OFFICE)
    signers: Sequence[str] = (COUNCIL, OFFICE)
    number: int = 2
    threshold: int = 2
    before: str | None = None
    extra: tuple[tuple[str, bytes], ...] = ()
    author: str = COUNCIL
    merger: str = OFFICE


def successor(school: SchoolSimulator) -> dict[str, bytes | None]:
    """The staff file in which a new principal with a key takes the old one's place."""
    person = school.people.setdefault(NEW, new_person(NEW))
    staff = add_person(school.content(STAFF), PersonId(NEW), "Trần Thị Phúc", (Role.HIEU_TRUONG, DAY))
    staff = add_key(staff, PersonId(NEW), person.fingerprint)
    return {STAFF: end_role(staff, PersonId(OLD), Role.HIEU_TRUONG, DAY), **school.key_files(person)}


def files_of(school: SchoolSimulator, change: Change) -> dict[str, bytes | None]:
    files = successor(school)
    digest = change.before or hashlib.sha256(school.content(FIRST)).hexdigest()
    persons = [RootPerson(PersonId(one), "", school.people[one].fingerprint) for one in change.persons]
    sheet = encode_root(change.number, persons, digest, change.threshold)
    place = f"signatures/goc/{change.number:04d}"
    signed = {f"{place}.{one}.asc": school.people[one].sign(sheet, school.now) for one in change.signers}
    return {**files, f"{place}.yaml": sheet, **signed, **dict(change.extra)}


def changed(school: SchoolSimulator, change: Change | None = None) -> Oid:
    """The change, accepted; its branch."""
    change = change or Change()
    branch = school.commit(change.author, files_of(school, change))
    school.merge(change.merger, branch)
    return branch


def test_e12_the_principal_is_replaced_without_his_help_and_the_new_one_leads(school: SchoolSimulator) -> None:
    changed(school)
    assert valid(school)
    school.entry("gv-lan", {MATHS: maths()}, NEW)
    assert valid(school)
    stale = school.commit("gv-lan", {MATHS: maths("7")})
    school.merge(OLD, stale)
    assert refused(school)[:2] == ("HB333", school.main)


def test_e12_others_sign_on_the_branch_and_one_of_them_accepts(school: SchoolSimulator) -> None:
    """Two of three are left: one makes the change, the other signs and accepts it."""
    files = files_of(school, Change(signers=(COUNCIL,)))
    branch = school.commit(COUNCIL, files)
    sheet = files[SECOND]
    assert sheet is not None
    honest = school.main
    school.merge(OFFICE, branch)
    assert refused(school) == ("HB344", branch, SECOND)
    school.main = honest
    mine = {f"signatures/goc/0002.{OFFICE}.asc": school.people[OFFICE].sign(sheet, school.now)}
    school.merge(OFFICE, school.commit(OFFICE, mine, branch))
    assert valid(school)


def test_e12_the_first_sheet_follows_a_change_and_the_new_sheet_pins_it(school: SchoolSimulator) -> None:
    before = school.main
    changed(school)
    persons = [
        RootPerson(PersonId(one), NAMES.get(one, one), school.people[one].fingerprint) for one in Change().persons
    ]
    act = (school.founding, school.sheet.digest)
    later = read_sheet(encode_founding_sheet(("79000123", school.sheet.school), act, persons, number=2))
    assert valid(school)
    assert judge(school.objects, school.main, later).verdict.value == "valid"
    old = judge(school.objects, before, later)
    assert [(one.code, one.commit, one.path) for one in old.findings] == [("HB388", before, SECOND)]
    others = replace(later, keys={**later.keys, PersonId(NEW): school.people["gv-lan"].fingerprint})
    wrong = judge(school.objects, school.main, others)
    assert [(one.code, one.commit, one.path) for one in wrong.findings] == [("HB345", school.main, SECOND)]


def test_e12_a_root_persons_new_key_takes_the_old_ones_place(school: SchoolSimulator) -> None:
    fresh = new_person(COUNCIL)
    staff = add_key(school.content(STAFF), PersonId(COUNCIL), fresh.fingerprint)
    files: dict[str, bytes | None] = {STAFF: staff, **school.key_files(fresh, older=school.people[COUNCIL])}
    persons = [RootPerson(PersonId(one), "", school.people[one].fingerprint) for one in (OLD, OFFICE)]
    sheet = encode_root(2, [*persons, RootPerson(PersonId(COUNCIL), "", fresh.fingerprint)], digest_of(school))
    files[SECOND] = sheet
    for one in (OLD, OFFICE):
        files[f"signatures/goc/0002.{one}.asc"] = school.people[one].sign(sheet, school.now)
    school.entry(OLD, files, OFFICE)
    assert valid(school)


def digest_of(school: SchoolSimulator) -> str:
    return hashlib.sha256(school.content(FIRST)).hexdigest()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (Change(signers=(COUNCIL,)), "gốc cũ; còn thiếu: hieu-truong, so-gddt"),
        (Change(signers=(COUNCIL, NEW)), "gốc cũ; còn thiếu: hieu-truong, so-gddt"),
        (Change(persons=(NEW, "quan-tri", OFFICE), signers=(COUNCIL, OFFICE)), "gốc mới; còn thiếu"),
        (Change(threshold=1), "ngưỡng"),
        (Change(threshold=4), "ngưỡng"),
        (Change(number=3), "phải mang số 2"),
        (Change(before="0" * 64), "không nối vào tờ trước"),
        (Change(persons=(NEW, COUNCIL, "van-thu", OFFICE)), ""),
    ],
    ids=["one signs", "the new one for the old", "not the new set", "alone", "never", "number", "before", "more"],
)
def test_e12_a_sheet_needs_both_thresholds_and_its_place(school: SchoolSimulator, change: Change, said: str) -> None:
    branch = changed(school, change)
    if not said:
        assert valid(school), "a larger set is a school's own choice"
        return
    (finding,) = school.judge().findings
    assert (finding.code, finding.commit) == ("HB344", branch)
    assert finding.path == f"signatures/goc/{change.number:04d}.yaml"
    assert said in finding.message


@pytest.mark.parametrize(
    ("author", "merger", "code"), [("quan-tri", OFFICE, "HB332"), (COUNCIL, "pho-hieu-truong", "HB333")]
)
def test_only_root_persons_change_the_root(school: SchoolSimulator, author: str, merger: str, code: str) -> None:
    branch = changed(school, Change(author=author, merger=merger))
    found, commit, _ = refused(school)
    assert (found, commit) == (code, branch if code == "HB332" else school.main)


def test_one_root_person_alone_changes_nothing(school: SchoolSimulator) -> None:
    changed(school, Change(merger=COUNCIL))
    assert refused(school) == ("HB334", school.main, None)


def test_a_signature_of_another_sheet_is_refused_by_its_place(school: SchoolSimulator) -> None:
    path = f"signatures/goc/0002.{OLD}.asc"
    branch = changed(school, Change(extra=((path, school.people[OLD].sign(b"another", school.now)),)))
    assert refused(school) == ("HB344", branch, path)


def test_nobody_elses_row_or_key_comes_along(school: SchoolSimulator) -> None:
    files = files_of(school, Change())
    staff = files[STAFF]
    assert staff is not None
    files[STAFF] = give_role(staff, PersonId("gv-lan"), Role.QUAN_TRI, DAY)
    honest = school.main
    branch = school.commit(COUNCIL, files)
    school.merge(OFFICE, branch)
    assert refused(school) == ("HB344", branch, STAFF)
    school.main = honest
    stranger = new_person("gv-mai")
    strange = school.key_files(stranger)
    branch = school.commit(COUNCIL, {**files_of(school, Change()), **strange})
    school.merge(OFFICE, branch)
    assert refused(school) == ("HB344", branch, min(strange))


def test_the_staff_of_the_root_changes_only_with_a_sheet(school: SchoolSimulator) -> None:
    files = {path: raw for path, raw in files_of(school, Change()).items() if path != SECOND}
    branch = school.commit(COUNCIL, files)
    school.merge(OFFICE, branch)
    code, commit, path = refused(school)
    assert (code, commit) == ("HB344", branch)
    assert path in files


def test_e8_the_last_administrator_or_principal_does_not_simply_end(school: SchoolSimulator) -> None:
    for person, merger in (("quan-tri", OLD), (OLD, COUNCIL)):
        honest = school.main
        branch = school.commit("pho-hieu-truong", {STAFF: end_role(school.content(STAFF), PersonId(person), None, DAY)})
        school.merge(merger, branch)
        assert refused(school) == ("HB346", branch, STAFF)
        school.main = honest
    handed = give_role(school.content(STAFF), PersonId("gv-thu"), Role.QUAN_TRI, DAY)
    school.entry("pho-hieu-truong", {STAFF: end_role(handed, PersonId("quan-tri"), None, DAY)}, OLD)
    assert valid(school)


def test_e8_the_last_administrators_key_is_replaced_not_retired(school: SchoolSimulator) -> None:
    first = school.people["quan-tri"]
    retired = mark_key(school.content(STAFF), PersonId("quan-tri"), first.fingerprint, KeyStatus.NGHI.value)
    honest = school.main
    branch = school.commit("pho-hieu-truong", {STAFF: retired})
    school.merge(OLD, branch)
    assert refused(school) == ("HB346", branch, STAFF)
    school.main = honest
    second = new_person("quan-tri")
    staff = add_key(retired, PersonId("quan-tri"), second.fingerprint)
    school.entry("pho-hieu-truong", {STAFF: staff, **school.key_files(second)}, OLD)
    assert valid(school)


def test_e8_the_root_keeps_its_threshold_of_keys(school: SchoolSimulator) -> None:
    def lost(person: str) -> bytes:
        return mark_key(school.content(STAFF), PersonId(person), school.people[person].fingerprint, "nghi")

    school.entry("quan-tri", {STAFF: lost(COUNCIL)}, OLD)
    assert valid(school)
    branch = school.commit("quan-tri", {STAFF: lost(OFFICE)})
    school.merge(OLD, branch)
    (finding,) = school.judge().findings
    assert (finding.code, finding.commit, finding.path) == ("HB346", branch, STAFF)
    assert "hoi-dong, so-gddt" in finding.message


def with_key(school: SchoolSimulator, second: Person) -> dict[str, bytes | None]:
    return {STAFF: add_key(school.content(STAFF), second.person, second.fingerprint)}


def test_a_new_key_speaks_for_itself_and_an_older_one_for_it(school: SchoolSimulator) -> None:
    first, second = school.people["gv-lan"], new_person("gv-lan")
    whole = school.key_files(second, older=first)
    honest = school.main
    for suffix in (".xac-nhan.asc", ".cu.asc"):
        path = next(path for path in whole if path.endswith(suffix))
        lacking = {name: raw for name, raw in whole.items() if name != path}
        forged = {**whole, path: school.people["gv-mai"].sign(b"hocba-key/v1", school.now)}
        for files in (lacking, forged):
            school.main = honest
            branch = school.commit("quan-tri", {**with_key(school, second), **files})
            school.merge(OLD, branch)
            assert refused(school) == ("HB316", branch, path)
    school.main = honest
    school.entry("quan-tri", {**with_key(school, second), **whole}, OLD)
    assert valid(school)


def test_a_key_bound_for_another_school_does_not_count(school: SchoolSimulator) -> None:
    second = new_person("gv-lan")
    other = SchoolSimulator()
    foreign = other.key_files(second, older=school.people["gv-lan"])
    branch = school.commit("quan-tri", {**with_key(school, second), **foreign})
    school.merge(OLD, branch)
    assert refused(school)[:2] == ("HB316", branch)
