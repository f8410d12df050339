"""Verifying a school's history beside ``git log --format=%G?``, which asks gpg for every commit."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

from tests.bench.measure import Measured, run
from tests.bench.rows import Row, Side, compare
from tests.bench.school import ROOT, Ground, program

PEER: Final = "git log --format=%G?"
SAMPLE: Final = 300
"""Commits that the peer is asked for: its rate does not depend on how many there are."""
NEW: Final = 10
_NOTE = (
    "sổ {entries} mục ({commits} lần ghi, {classes} lớp × {pupils} học sinh, mỗi mục một tệp điểm), kiểm tra từ lần "
    "lập sổ: chữ kí, quyền, hợp nhất, nội dung, bằng mọi nhân của máy; bên kia chỉ hỏi gpg lần lượt từng chữ kí, đo "
    "trên {sample} lần ghi"
)
_NEW_NOTE = (
    "{new} mục mới trên sổ đã kiểm tra {commits} lần ghi, tính cả khởi động chương trình; bên kia hỏi gpg lại từ đầu, "
    "tính theo tốc độ đo được"
)


def verify_history(ground: Ground) -> Row:
    """From the founding act, nothing remembered."""
    school = grown(ground)
    commits = _count(school, "main")
    cost = _verify(school, "main-repo", "--no-cache")
    peer = Side(min(SAMPLE, commits), ground.once(PEER, lambda: _peer(school)))
    size = ground.size
    note = _NOTE.format(
        entries=size.entries, commits=commits, classes=size.classes, pupils=size.pupils_per_class, sample=SAMPLE
    )
    return compare("verify-history", "commits/s", Side(commits, cost), peer, PEER, note, aim=25)


def verify_incremental(ground: Ground) -> Row:
    """Some new entries on a verified tip."""
    school = grown(ground)
    commits = _count(school, "main")
    _verify(school, "before")
    shutil.rmtree(school / "at-work", ignore_errors=True)
    (school / "before").rename(school / "at-work")
    (school / "main-repo").rename(school / "before")
    cost = _verify(school, "before")
    (school / "before").rename(school / "main-repo")
    (school / "at-work").rename(school / "before")
    peer = Side(min(SAMPLE, commits), ground.once(PEER, lambda: _peer(school)))
    note = _NEW_NOTE.format(new=NEW, commits=commits)
    return compare("verify-incremental", "commits/s", Side(commits, cost), peer, PEER, note, aim=1000)


def grown(ground: Ground) -> Path:
    """The grown ledger's folder."""
    return ground.once("ledger", lambda: _ledger(ground))


def _ledger(ground: Ground) -> Path:
    folder = ground.folder / "ledger"
    size = ground.size
    asked = [str(folder), str(size.entries), str(size.classes), str(size.pupils_per_class), str(NEW)]
    subprocess.run([sys.executable, "-m", "tests.bench.grown_ledger", *asked], check=True, cwd=ROOT)
    return folder


def _verify(school: Path, name: str, *options: str) -> Measured:
    state = {"HOCBA_STATE": str(school / "state")}
    return run([program("hocba"), "verify", school / name, "--root", school / "goc-tin-cay.yaml", *options], env=state)


def _peer(school: Path) -> Measured:
    command = ["git", "-C", str(school / "main-repo"), "log", f"--max-count={SAMPLE}", "--format=%G?", "main"]
    return run(command, env={"GNUPGHOME": str(school / "g"), "LC_ALL": "C", "HOME": os.environ.get("HOME", "/")})


def _count(school: Path, branch: str) -> int:
    shown = subprocess.run(
        ["git", "-C", str(school / "main-repo"), "rev-list", "--count", branch], check=True, capture_output=True
    ).stdout
    return int(shown)
