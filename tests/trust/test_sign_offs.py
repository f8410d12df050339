"""Sign-offs: who, what, in which order; a statement is proven by plain tools too. Threats A9, D5, D6."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from unittest.mock import patch

import pytest

from hocba_build.workflows.check import CheckResult
from tests.trust.simulator import ASSIGNMENTS, MATHS, YEAR, SchoolSimulator, maths, refused, valid
from tests.trust.year_end import FOLDER, decide, entered, lock_files, sign, signed, state_of, statements

STAFFING = f"records/{YEAR}/phan-cong.yaml"
TAUGHT = "mon: toan, hk1: [gv-lan], hk2: [gv-lan]"


@pytest.fixture(scope="module")
def ready() -> SchoolSimulator:
    """Entered once; every test begins from a copy of its main."""
    return entered()


@pytest.fixture
def school(ready: SchoolSimulator) -> SchoolSimulator:
    """Objects are only added, so that another main is another history."""
    copy = object.__new__(SchoolSimulator)
    copy.__dict__.update(ready.__dict__)
    return copy


def parts(files: dict[str, bytes]) -> tuple[str, bytes]:
    """Path and text of the one statement."""
    (path,) = (path for path in files if path.endswith(".txt"))
    return path, files[path]


def test_everybody_signs_in_order() -> None:
    school = signed()
    state = state_of(school)
    assert [(one.person, one.role) for one in state.sign_offs] == [
        ("gv-lan", "bo-mon"),
        ("gv-mai", "bo-mon"),
        ("gv-thu", "chu-nhiem"),
        ("pho-hieu-truong", "lanh-dao"),
    ]
    assert all(state.is_fresh(one) for one in state.sign_offs)


def test_a_statement_names_its_files_as_sha256sum_reads_them(school: SchoolSimulator) -> None:
    _, text = parts(statements(school, "gv-lan"))
    rows = [line for line in text.decode().splitlines() if line[64:66] == "  "]
    wanted = [f"{hashlib.sha256(maths(term=term)).hexdigest()}  {FOLDER}/{term}/toan.yaml" for term in ("hk1", "hk2")]
    assert rows == wanted


def test_the_homeroom_teacher_waits_for_the_subjects(school: SchoolSimulator) -> None:
    sign(school, "gv-lan")
    branch = school.commit("gv-thu", statements(school, "gv-thu"))
    school.merge("pho-hieu-truong", branch)
    code, commit, path = refused(school)
    assert (code, commit) == ("HB353", branch)
    assert path == f"signatures/ky-xac-nhan/{YEAR}/gv-thu.0001.txt"


def test_the_leader_waits_for_the_homeroom(school: SchoolSimulator) -> None:
    branch = school.commit("pho-hieu-truong", statements(school, "pho-hieu-truong"))
    school.merge("hieu-truong", branch)
    assert refused(school)[:2] == ("HB353", branch)


def test_nobody_signs_for_another_subject(school: SchoolSimulator) -> None:
    path, text = parts(statements(school, "gv-lan"))
    stolen = path.replace("gv-lan", "gv-mai")
    text = text.replace(b"nguoi: gv-lan", b"nguoi: gv-mai").replace(path.encode(), stolen.encode())
    files = {stolen: text, f"{stolen}.asc": school.people["gv-mai"].sign(text, school.now)}
    branch = school.commit("gv-mai", files)
    school.merge("pho-hieu-truong", branch)
    assert refused(school) == ("HB352", branch, stolen)


def other_digest(text: bytes) -> bytes:
    """The first file's digest replaced by that of nothing."""
    head, separator, files = text.partition(b"\n\n")
    return head + separator + hashlib.sha256(b"").hexdigest().encode() + files[64:]


Change = Callable[[bytes], bytes]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda text: text.replace(b"hocba-signoff/v1", b"hocba-signoff/v2"), "HB350"),
        (lambda text: text.replace(b"vai-tro: bo-mon", b"vai-tro: lanh-dao"), "HB350"),
        (lambda text: text + b"x\n", "HB350"),
        (lambda text: text.replace(b"lap-so: ", b"lap-so: " + b"0" * 40 + b"\nlap-so: "), "HB350"),
        (lambda text: text.replace(b"muc-so: 1", b"muc-so: 9"), "HB350"),
        (lambda text: text.replace(b"hk1/toan.yaml", b"hk1/gdtc.yaml"), "HB354"),
        (other_digest, "HB354"),
        (lambda text: text.rpartition(b"\n")[0].rpartition(b"\n")[0] + b"\n", "HB354"),
    ],
)
def test_a_statement_says_exactly_what_it_must(school: SchoolSimulator, change: Change, code: str) -> None:
    path, text = parts(statements(school, "gv-lan"))
    changed = change(text)
    assert changed != text
    branch = school.commit("gv-lan", {path: changed, f"{path}.asc": school.people["gv-lan"].sign(changed, 0)})
    school.merge("pho-hieu-truong", branch)
    assert refused(school) == (code, branch, path)


def test_a_changed_text_has_no_signature(school: SchoolSimulator) -> None:
    files = statements(school, "gv-lan")
    path, text = parts(files)
    branch = school.commit("gv-lan", {path: other_digest(text), f"{path}.asc": files[f"{path}.asc"]})
    school.merge("pho-hieu-truong", branch)
    assert refused(school) == ("HB351", branch, path)


def test_a9_a_commits_signature_is_no_sign_off(school: SchoolSimulator) -> None:
    path, text = parts(statements(school, "gv-lan"))
    armor = school.trees.commit(school.commit("gv-lan", {MATHS: maths("9")})).armor
    assert armor is not None
    branch = school.commit("gv-lan", {path: text, f"{path}.asc": armor})
    school.merge("pho-hieu-truong", branch)
    assert refused(school) == ("HB351", branch, path)


def test_d6_another_schools_statement(school: SchoolSimulator) -> None:
    other = entered()
    files = statements(other, "gv-lan")
    path, _ = parts(files)
    branch = school.commit("gv-lan", files)
    school.merge("pho-hieu-truong", branch)
    assert refused(school) == ("HB350", branch, path)


def test_a_statement_is_written_once(school: SchoolSimulator) -> None:
    sign(school, "gv-lan")
    path = f"signatures/ky-xac-nhan/{YEAR}/gv-lan.0001.txt"
    branch = school.commit("gv-lan", {path: None, f"{path}.asc": None})
    school.merge("pho-hieu-truong", branch)
    assert refused(school)[:2] == ("HB342", branch)


def test_d5_a_change_makes_a_sign_off_stale_even_when_it_is_undone(school: SchoolSimulator) -> None:
    sign(school, "gv-lan")
    before = school.content(MATHS)
    for body in (maths("9"), before):
        branch = school.commit("gv-lan", {MATHS: body})
        approve(school, "gv-thu", branch)
    state = state_of(school)
    assert not state.is_fresh(state.sign_offs[0])
    assert school.content(MATHS) == before


def approve(school: SchoolSimulator, person: str, branch: str) -> None:
    """A further approval on the branch, then the vice-principal's merge."""
    from hocba_build.trust.git.objects import Oid
    from hocba_build.trust.review import transition

    changes = school.trees.diff(school.writer.tree_of(school.main), school.writer.tree_of(Oid(branch)))
    text = transition(school.trees, school.founding, school.main, changes)
    path = f"signatures/dong-y/{hashlib.sha256(text).hexdigest()}/{person}.asc"
    tip = school.commit(person, {path: school.people[person].sign(text, 0)}, Oid(branch))
    school.merge("pho-hieu-truong", tip)


def test_signed_scores_need_a_third_persons_approval(school: SchoolSimulator) -> None:
    sign(school, "gv-lan")
    branch = school.commit("gv-lan", {MATHS: maths("9")})
    merge = school.merge("pho-hieu-truong", branch)
    code, commit, path = refused(school)
    assert (code, commit, path) == ("HB335", merge, MATHS)


def test_signed_scores_are_out_of_the_heads_reach(school: SchoolSimulator) -> None:
    sign(school, "gv-lan")
    branch = school.commit("gv-lan", {MATHS: maths("9")})
    merge = school.merge("gv-hung", branch)
    assert refused(school) == ("HB333", merge, MATHS)


def test_several_signers_stand_on_one_branch(school: SchoolSimulator) -> None:
    first = school.commit("gv-lan", statements(school, "gv-lan"))
    second = school.commit("gv-mai", statements(school, "gv-mai"), first)
    school.merge("pho-hieu-truong", second)
    assert valid(school)


# --- co-taught subjects, and who signs for somebody else --------------------------------------------------------


def in_the_name_of(school: SchoolSimulator, person: str, absent: str) -> dict[str, bytes]:
    """The person's statement, said to be in somebody else's place."""
    path, text = parts(statements(school, person))
    text = text.replace(f"nguoi: {person}\n".encode(), f"nguoi: {person}\nthay: {absent}\n".encode())
    return {path: text, f"{path}.asc": school.people[person].sign(text, 0)}


def staffed(school: SchoolSimulator, text: str) -> None:
    """Other assignments."""
    school.entry("quan-tri", {STAFFING: text.encode()}, "hieu-truong")


@pytest.mark.parametrize("absent", ["gv-hung", "gv-mai"], ids=["who teaches with her", "who does not"])
def test_a_teacher_does_not_claim_a_colleagues_signature(school: SchoolSimulator, absent: str) -> None:
    staffed(school, ASSIGNMENTS.replace(TAUGHT, "mon: toan, hk1: [gv-lan, gv-hung], hk2: [gv-lan]"))
    files = in_the_name_of(school, "gv-lan", absent)
    branch = school.commit("gv-lan", files)
    school.merge("pho-hieu-truong", branch)
    assert refused(school) == ("HB352", branch, next(iter(files)))


def test_a_subject_of_two_teachers_waits_for_both(school: SchoolSimulator) -> None:
    staffed(school, ASSIGNMENTS.replace(TAUGHT, "mon: toan, hk1: [gv-lan, gv-hung], hk2: [gv-lan]"))
    for person in ("gv-lan", "gv-mai"):
        sign(school, person)
    assert statements(school, "gv-hung")
    branch = school.commit("gv-thu", statements(school, "gv-thu"))
    early = school.copy()
    early.merge("pho-hieu-truong", branch)
    assert refused(early)[:2] == ("HB353", branch)
    for person in ("gv-hung", "gv-thu", "pho-hieu-truong"):
        sign(school, person)
    assert valid(school)


def deputed(subject: str, since: str = "2026-03-01") -> str:
    """The assignments with gv-hung in gv-lan's place."""
    row = f'{{nguoi: gv-hung, thay: gv-lan, lop: 6a1, mon: {subject}, tu_ngay: "{since}"}}'
    return f"{ASSIGNMENTS}thay_the:\n  - {row}\n"


def test_a_deputy_signs_in_the_place_of_who_is_named(school: SchoolSimulator) -> None:
    staffed(school, deputed("toan"))
    path, text = parts(statements(school, "gv-hung"))
    assert b"\nnguoi: gv-hung\nthay: gv-lan\n" in text
    for person in ("gv-hung", "gv-mai", "gv-thu", "pho-hieu-truong"):
        sign(school, person)
    decide(school, lock_files(school))
    assert [(one.person, one.instead_of) for one in state_of(school).sign_offs][:2] == [
        ("gv-hung", "gv-lan"),
        ("gv-mai", None),
    ]
    assert school.content(path) == text


@pytest.mark.parametrize(("subject", "since"), [("gdtc", "2026-03-01"), ("toan", "2026-09-01")])
def test_a_deputy_elsewhere_or_later_is_asked_for_nothing(school: SchoolSimulator, subject: str, since: str) -> None:
    staffed(school, deputed(subject, since))
    assert statements(school, "gv-hung") == {}


def test_a_deputy_of_another_subject_signs_nothing(school: SchoolSimulator) -> None:
    right, wrong = (school.copy() for _ in range(2))
    staffed(right, deputed("toan"))
    staffed(wrong, deputed("gdtc"))
    files = statements(right, "gv-hung")
    branch = wrong.commit("gv-hung", files)
    wrong.merge("pho-hieu-truong", branch)
    assert refused(wrong) == ("HB352", branch, next(iter(files)))
    right.entry("gv-hung", files, "pho-hieu-truong")
    assert valid(right)


def test_a_deputy_leads_the_homeroom_in_somebodys_place(school: SchoolSimulator) -> None:
    staffed(school, ASSIGNMENTS + 'thay_the:\n  - {nguoi: gv-hung, thay: gv-thu, tu_ngay: "2026-03-01"}\n')
    for person in ("gv-lan", "gv-mai"):
        sign(school, person)
    path, text = parts(statements(school, "gv-hung"))
    assert b"\nthay: gv-thu\nvai-tro: chu-nhiem\n" in text
    silent = text.replace(b"thay: gv-thu\n", b"")
    twin = school.copy()
    branch = twin.commit("gv-hung", {path: silent, f"{path}.asc": twin.people["gv-hung"].sign(silent, 0)})
    twin.merge("pho-hieu-truong", branch)
    assert refused(twin) == ("HB352", branch, path)
    sign(school, "gv-hung")
    sign(school, "pho-hieu-truong", "hieu-truong")
    assert valid(school)


# --- what comes after a signature -------------------------------------------------------------------------------

LATER = {
    f"{FOLDER}/ca-nam/danh-gia-lai/toan.yaml": (
        "gv-lan",
        f'nam_hoc: "{YEAR}"\nlop: 6a1\nmon: toan\ndanh_gia_lai:\n  "7400000002": {{diem: 6}}\n',
        {"gv-lan", "gv-thu", "pho-hieu-truong"},
    ),
    f"{FOLDER}/ca-nam/nhan-xet.yaml": (
        "gv-thu",
        f'nam_hoc: "{YEAR}"\nlop: 6a1\nnhan_xet:\n  "7400000001": Chăm ngoan.\n',
        {"gv-thu", "pho-hieu-truong"},
    ),
}


@pytest.mark.parametrize("path", LATER)
def test_a_file_that_comes_later_makes_its_scopes_signature_stale(path: str) -> None:
    """Nobody has answered for it yet: the year is not locked over it."""
    school = signed()
    author, text, again = LATER[path]
    school.entry(author, {path: text.encode()}, "pho-hieu-truong")
    state = state_of(school)
    assert {one.person for one in state.sign_offs if not state.is_fresh(one)} == again
    with patch("hocba_build.workflows.ledger.lock_acts.check_source", return_value=CheckResult(0, ())):
        early = school.copy()
        decide(early, lock_files(early))
        code, _, where = refused(early)
        assert (code, where) == ("HB363", f"signatures/khoa-so/{YEAR}/0001/khoa.yaml")
        for person in sorted(again, key=["gv-lan", "gv-thu", "pho-hieu-truong"].index):
            sign(school, person, "hieu-truong")
        decide(school, lock_files(school))
    assert valid(school)
