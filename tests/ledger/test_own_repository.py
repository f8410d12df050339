"""Real git, real pushes: objects that git accepts, and a push that loses nobody's work."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from hocba_build.domain.errors import Exit, RefusedError
from hocba_build.trust.git.objects import Ident, Oid, TreeEntry, format_commit, format_tree
from hocba_build.trust.git.own_repository import MAIN, Move, OwnRepository, RaceError

WHO = Ident("gv-lan", "gv-lan@truong.invalid", 1_725_000_000, "+0700")


def git(folder: Path, *arguments: str) -> str:
    """Plain git, as anybody runs it."""
    return subprocess.run(["git", "-C", folder, *arguments], check=True, capture_output=True, text=True).stdout.strip()


@pytest.fixture
def desks(tmp_path: Path) -> tuple[OwnRepository, OwnRepository]:
    """Two clones of one server that holds one commit."""
    git(tmp_path, "init", "--quiet", "--bare", "--initial-branch=main", "may-chu.git")
    for name in ("mot", "hai"):
        git(tmp_path, "init", "--quiet", "--initial-branch=main", name)
        git(tmp_path / name, "remote", "add", "origin", "../may-chu.git")
    first, second = (OwnRepository(tmp_path / name) for name in ("mot", "hai"))
    start = commit(first, None, "đầu")
    first.publish([Move(MAIN, None, start)])
    for desk in (first, second):
        desk.fetch()
        desk.git("reset", "--quiet", "--hard", start)
    return first, second


def commit(desk: OwnRepository, parent: Oid | None, text: str) -> Oid:
    """An unsigned commit of one file."""
    blob = desk.put("blob", text.encode())
    folder = desk.put("tree", format_tree([TreeEntry("a.yaml", "100644", blob)]))
    tree = desk.put("tree", format_tree([TreeEntry("records", "40000", folder)]))
    return desk.put("commit", format_commit(tree, [parent] if parent else [], WHO, WHO, f"{text}\n"))


def test_git_accepts_what_was_put(desks: tuple[OwnRepository, OwnRepository]) -> None:
    first, _ = desks
    assert git(first.root, "fsck", "--strict") == ""
    assert git(first.root, "show", "HEAD:records/a.yaml") == "đầu"
    assert git(first.root, "status", "--porcelain") == ""


def test_the_second_of_two_pushes_is_told_and_takes_nothing_away(desks: tuple[OwnRepository, OwnRepository]) -> None:
    first, second = desks
    seen = first.shared("main")
    assert seen is not None
    theirs, mine = commit(first, seen, "một"), commit(second, seen, "hai")
    first.publish([Move(MAIN, seen, theirs)])
    with pytest.raises(RaceError) as told:
        second.publish([Move("refs/heads/pr/gv-lan/a", None, mine), Move(MAIN, seen, mine)])
    assert told.value.exit is Exit.REFUSED
    second.fetch()
    assert (second.shared("main"), second.proposals()) == (theirs, {})
    again = commit(second, theirs, "hai")
    second.publish([Move("refs/heads/pr/gv-lan/a", None, mine), Move(MAIN, theirs, again)])
    assert (second.shared("main"), second.proposals()) == (again, {"pr/gv-lan/a": mine})


def test_a_hook_that_refuses_is_told_in_its_own_words(desks: tuple[OwnRepository, OwnRepository]) -> None:
    first, _ = desks
    hook = first.root.parent / "may-chu.git/hooks/pre-receive"
    hook.write_text("#!/bin/sh\necho 'HB331: không có quyền' >&2\nexit 1\n")
    hook.chmod(0o755)
    seen = first.shared("main")
    with pytest.raises(RefusedError, match="HB331: không có quyền"):
        first.publish([Move(MAIN, seen, commit(first, seen, "một"))])


def test_what_was_changed_is_found_and_put_back(desks: tuple[OwnRepository, OwnRepository]) -> None:
    first, _ = desks
    (first.root / "records/a.yaml").write_text("sửa")
    (first.root / "records/mới.yaml").write_text("mới")
    assert first.changed() == {"records/a.yaml": "sửa".encode(), "records/mới.yaml": "mới".encode()}
    first.restore(list(first.changed()))
    assert first.changed() == {}
    (first.root / "records/a.yaml").unlink()
    assert first.changed() == {"records/a.yaml": None}


def test_files_not_proposed_stand_in_no_ones_way(desks: tuple[OwnRepository, OwnRepository]) -> None:
    first, _ = desks
    seen = first.shared("main")
    newer = commit(first, seen, "một")
    (first.root / "records/a.yaml").write_text("sửa")
    assert not first.advance(newer)
    assert (first.root / "records/a.yaml").read_text() == "sửa"
    first.restore(["records/a.yaml"])
    assert first.advance(newer)
    assert (first.root / "records/a.yaml").read_text() == "một"
