"""Sign-offs: who, what, in which order; a statement is proven by plain tools too. Threats A9, D5, D6."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

import pytest

from tests.trust.simulator import MATHS, YEAR, SchoolSimulator, maths, refused, valid
from tests.trust.year_end import FOLDER, entered, sign, signed, state_of, statements


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
