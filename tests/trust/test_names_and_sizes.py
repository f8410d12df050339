"""Threats B8, C8, D3, D13, E13 and G8 to G14: trees that no honest tool makes, and rules of a later release."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from hocba_build.domain.people import Role
from hocba_build.domain.values import PersonId
from hocba_build.records.staff_edits import add_person
from hocba_build.trust.git.objects import MAX_BLOB, Oid, TreeEntry, format_tree, parse_tree
from hocba_build.trust.judge import judge
from tests.trust.simulator import MATHS, SINCE, STAFF, SchoolSimulator, maths, refused, valid

TERM = "records/2025-2026/6a1/hk1"


@pytest.fixture
def school() -> SchoolSimulator:
    return SchoolSimulator()


def put_in(school: SchoolSimulator, tree: Oid | None, folder: Sequence[str], entry: TreeEntry) -> Oid:
    """The tree with one entry of any kind in a folder, as no tool of ours would write it."""
    held = {one.name: one for one in parse_tree(school.objects.read(tree, "tree"))} if tree else {}
    if folder:
        below = held.get(folder[0])
        inner = put_in(school, below.oid if below else None, folder[1:], entry)
        held[folder[0]] = TreeEntry(folder[0], "40000", inner)
    else:
        held[entry.name] = entry
    return school.objects.put("tree", format_tree(list(held.values())))


def accepted(school: SchoolSimulator, folder: str, entry: TreeEntry, author: str = "gv-lan") -> Oid:
    """A branch that brings the entry, merged by hand; the digest is not reached where the tree is refused."""
    tree = put_in(school, school.writer.tree_of(school.main), folder.split("/") if folder else [], entry)
    branch = school.raw_commit(school.people[author], tree, [school.main])
    message = f"Duyệt\n\nTree-SHA256: {'0' * 64}\n"
    school.main = school.raw_commit(school.people["gv-hung"], tree, [school.main, branch], message)
    return branch


def test_the_honest_twin_of_all_these_trees(school: SchoolSimulator) -> None:
    blob = school.objects.put("blob", maths())
    entry = TreeEntry("toan.yaml", "100644", blob)
    tree = put_in(school, school.writer.tree_of(school.main), TERM.split("/"), entry)
    branch = school.raw_commit(school.people["gv-lan"], tree, [school.main])
    school.raw_merge("gv-hung", tree, branch)
    assert valid(school)
    assert school.content(MATHS) == maths()


@pytest.mark.parametrize("folder", [TERM, "tai-lieu"], ids=["in the records", "beside them"])
@pytest.mark.parametrize("mode", ["120000", "160000"], ids=["symbolic link", "submodule"])
def test_g8_g9_links_and_submodules(school: SchoolSimulator, folder: str, mode: str) -> None:
    target = school.objects.put("blob", b"/etc/passwd") if mode == "120000" else school.main
    branch = accepted(school, folder, TreeEntry("toan.yaml", mode, target))
    assert refused(school) == ("HB303", branch, f"{folder}/toan.yaml")


@pytest.mark.parametrize("mode", ["100755", "100664"])
def test_g10_a_score_file_that_can_be_run(school: SchoolSimulator, mode: str) -> None:
    branch = accepted(school, TERM, TreeEntry("toan.yaml", mode, school.objects.put("blob", maths())))
    assert refused(school) == ("HB303", branch, MATHS)


NAMES = {
    "attributes": (".gitattributes", "HB304"),
    "submodules": (".gitmodules", "HB304"),
    "upper case": ("Toan.yaml", "HB304"),
    "composed": ("toán.yaml", "HB304"),
    "decomposed": ("toa\u0301n.yaml", "HB304"),
    "fullwidth": ("\uff54oan.yaml", "HB304"),
    "dot at the end": ("toan.yaml.", "HB304"),
    "space at the end": ("toan.yaml ", "HB304"),
    "device of Windows": ("con.yaml", "HB330"),
    "very long": ("a" * 4000, "HB304"),
    "parent": ("..", "HB304"),
    "Git's own": (".git", "HB304"),
    "Git's own by its short name": ("git~1", "HB304"),
    "a terminal's escape": ("a\x1b[2J.yaml", "HB304"),
}


@pytest.mark.parametrize(("name", "code"), NAMES.values(), ids=NAMES)
def test_g11_g12_g13_names_outside_of_the_grammar(school: SchoolSimulator, name: str, code: str) -> None:
    branch = accepted(school, TERM, TreeEntry(name, "100644", school.objects.put("blob", maths())))
    assert refused(school) == (code, branch, f"{TERM}/{name}")


WINDOWS = ["records\\hoc-sinh", "records:x", "AUX.txt", "con"]
ELSEWHERE = [".git", "GIT~1", ".git. ", "Records", "records ", "ｒecords", *WINDOWS]


@pytest.mark.parametrize("name", ELSEWHERE)
def test_e10_names_beside_the_records_that_some_machine_takes_for_them(school: SchoolSimulator, name: str) -> None:
    branch = accepted(school, "", TreeEntry(name, "100644", school.objects.put("blob", b"x")))
    assert refused(school) == ("HB304", branch, name)


def test_b8_a_teacher_does_not_say_how_git_shows_the_records(school: SchoolSimulator) -> None:
    branch = accepted(school, "", TreeEntry(".gitattributes", "100644", school.objects.put("blob", b"*.yaml -diff\n")))
    assert refused(school) == ("HB332", branch, ".gitattributes")


@pytest.mark.parametrize(("folder", "code"), [(TERM, "HB304"), ("tai-lieu", "HB391")])
def test_g14_a_bomb_of_folders(school: SchoolSimulator, folder: str, code: str) -> None:
    """Eleven objects that unfold to 10^10 files."""
    held, mode = school.objects.put("blob", b"x"), "100644"
    for _ in range(10):
        held = school.objects.put("tree", format_tree([TreeEntry(f"a{number}", mode, held) for number in range(10)]))
        mode = "40000"
    branch = accepted(school, folder, TreeEntry("bom", "40000", held))
    assert refused(school)[:2] == (code, branch)


@pytest.mark.parametrize(("size", "code"), [(MAX_BLOB + 1, "HB390"), (MAX_BLOB, "HB1")])
def test_g14_a_huge_file_is_not_read(school: SchoolSimulator, size: int, code: str) -> None:
    entry = TreeEntry("toan.yaml", "100644", school.objects.put("blob", b"a" * size))
    tree = put_in(school, school.writer.tree_of(school.main), TERM.split("/"), entry)
    branch = school.raw_commit(school.people["gv-lan"], tree, [school.main])
    school.raw_merge("gv-hung", tree, branch)
    said, commit, path = refused(school)
    assert said.startswith(code)
    assert (commit, path) == (branch, MATHS)


# --- old, forked and later ledgers ------------------------------------------------------------------------------


def test_d3_another_history_than_the_one_that_is_remembered(school: SchoolSimulator) -> None:
    base = school.main
    seen = school.entry("gv-lan", {MATHS: maths("9")}, "gv-hung")
    known = school.judge().state
    school.main = base
    school.entry("gv-lan", {MATHS: maths("3")}, "gv-hung")
    assert valid(school), "by itself the other history is right as well"
    judged = judge(school.objects, school.main, school.sheet, known)
    assert [(one.code, one.commit) for one in judged.findings] == [("HB388", seen)]


def test_e13_rules_that_this_release_does_not_know(school: SchoolSimulator) -> None:
    later = school.content(STAFF).replace(b"luat: 1\n", b"luat: 99\n")
    school.entry("quan-tri", {STAFF: later}, "hieu-truong")
    merge = school.entry("gv-lan", {MATHS: maths()}, "gv-hung")
    judged = school.judge()
    assert judged.verdict.value == "undecided"
    assert [(one.code, one.commit) for one in judged.findings] == [("HB348", merge)]


def test_e13_the_number_of_the_rules_does_not_go_back(school: SchoolSimulator) -> None:
    earlier = school.content(STAFF).replace(b"luat: 1\n", b"luat: 0\n")
    branch = school.commit("quan-tri", {STAFF: earlier})
    school.merge("hieu-truong", branch)
    assert refused(school) == ("HB108", branch, STAFF), "there is no number below the first"


def test_e13_nor_within_a_branch_that_raised_it(school: SchoolSimulator) -> None:
    """The merge alone leaves the number as it was; every commit is judged."""
    held = school.content(STAFF)
    named = add_person(held, PersonId("gv-moi"), "Nguyễn Thị Yến", (Role.GIAO_VIEN, SINCE))
    raised = school.commit("quan-tri", {STAFF: held.replace(b"luat: 1\n", b"luat: 2\n")})
    lowered = school.commit("quan-tri", {STAFF: named}, raised)
    honest = school.main
    school.merge("hieu-truong", lowered)
    assert refused(school) == ("HB347", lowered, STAFF)
    school.main = honest
    school.entry("quan-tri", {STAFF: named}, "hieu-truong")
    assert valid(school)
