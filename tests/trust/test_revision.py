"""Which commit a folder shows, and whether its records are that commit's, byte by byte."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from hocba_build.trust.git.revision import revision_of
from tests.records.samples import BASE, SCORES

STAFF = "signatures/can-bo.yaml"


def git(root: Path, *words: str) -> str:
    who = ("-c", "user.name=thu", "-c", "user.email=thu@truong.invalid", "-c", "commit.gpgsign=false")
    return subprocess.run(["git", "-C", root, *who, *words], check=True, capture_output=True, text=True).stdout.strip()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A school's folder with one commit."""
    folder = tmp_path / "truong"
    shutil.copytree(BASE, folder)
    git(folder, "init", "-q", "-b", "main")
    git(folder, "add", ".")
    git(folder, "commit", "-q", "-m", "hồ sơ")
    return folder


def clean(root: Path) -> bool:
    shown = revision_of(root)
    assert shown is not None
    assert shown.commit == git(root, "rev-parse", "HEAD")
    return shown.clean


def test_no_repository_or_no_commit_is_no_revision(tmp_path: Path) -> None:
    assert revision_of(tmp_path) is None
    git(tmp_path, "init", "-q")
    assert revision_of(tmp_path) is None


def test_untouched_records_are_the_commits(root: Path) -> None:
    assert clean(root)
    git(root, "pack-refs", "--all")
    assert clean(root)


def test_a_detached_head_and_a_linked_work_tree_have_theirs(root: Path, tmp_path: Path) -> None:
    git(root, "worktree", "add", "-q", "--detach", str(tmp_path / "khac"))
    assert clean(tmp_path / "khac")
    (tmp_path / "khac" / SCORES).write_bytes(b"x")
    assert (clean(root), clean(tmp_path / "khac")) == (True, False)


def test_what_lies_beside_the_records_does_not_count(root: Path) -> None:
    (root / "pdf").mkdir()
    (root / "pdf" / "x.pdf").touch()
    (root / "bang-diem.xlsx").touch()
    assert clean(root)


CHANGES: dict[str, Callable[[Path], object]] = {
    "changed": lambda root: (root / SCORES).write_bytes((root / SCORES).read_bytes() + b"\n"),
    "gone": lambda root: (root / SCORES).unlink(),
    "new": lambda root: (root / SCORES).with_name("ngu-van.yaml").touch(),
    "staff": lambda root: (root / STAFF).write_bytes(b""),
    "link": lambda root: (root / SCORES).symlink_to((root / SCORES).rename(root / "x")),
}


@pytest.mark.parametrize("change", CHANGES)
def test_any_other_byte_counts(root: Path, change: str) -> None:
    CHANGES[change](root)
    assert not clean(root)


def test_what_git_was_told_to_overlook_counts(root: Path) -> None:
    git(root, "update-index", "--assume-unchanged", SCORES)
    before = (root / SCORES).read_bytes()
    (root / SCORES).write_bytes(before.replace(b"8", b"9", 1))
    assert git(root, "status", "--porcelain") == ""
    assert not clean(root)
    (root / SCORES).write_bytes(before)
    (root / ".git" / "info" / "exclude").write_text("records/2025-2026/6a9/\n")
    (root / "records/2025-2026/6a9").mkdir()
    (root / "records/2025-2026/6a9/lop.yaml").touch()
    assert git(root, "status", "--porcelain") == ""
    assert not clean(root)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder away")
def test_somebody_elses_repository_is_read_all_the_same(root: Path) -> None:
    for place in (root, *root.rglob("*")):
        os.lchown(place, 65534, 65534)
    shown = revision_of(root)
    assert shown is not None
    assert shown.clean
