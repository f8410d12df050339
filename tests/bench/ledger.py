"""Verifying a school's history beside ``git log --format=%G?``, which asks gpg for every commit."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

from tests.bench.measure import Measured, middle, run
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
_RUNNING_NOTE = (
    "{new} mục mới trên sổ đã kiểm tra {commits} lần ghi, trong chương trình đang chạy như bàn làm việc: không tính "
    "khởi động; bên kia như trên"
)


def verify_history(ground: Ground) -> Row:
    """From the founding act, nothing remembered."""
    school = grown(ground)
    commits = _count(school, "main")
    cost = _verify(school, "main-repo", "--no-cache")
    peer = Side(min(SAMPLE, commits), ground.once(PEER, lambda: middle(lambda: _peer(school), ground.size.runs)))
    size = ground.size
    note = _NOTE.format(
        entries=size.entries, commits=commits, classes=size.classes, pupils=size.pupils_per_class, sample=SAMPLE
    )
    return compare("verify-history", "commits/s", Side(commits, cost), peer, PEER, note, aim=25)


def verify_incremental(ground: Ground) -> Row:
    """Some new entries on a verified tip, by a command that starts for it."""
    return _incremental(ground, "verify-incremental", _verify, _NEW_NOTE)


def verify_incremental_running(ground: Ground) -> Row:
    """The same in a program that runs already."""
    return _incremental(ground, "verify-incremental-running", _verify_running, _RUNNING_NOTE)


def _incremental(ground: Ground, key: str, newer: Callable[[Path, str], Measured], said: str) -> Row:
    school = grown(ground)
    commits = _count(school, "main")
    cost = middle(lambda: _after_new(school, newer), ground.size.runs)
    peer = Side(min(SAMPLE, commits), ground.once(PEER, lambda: middle(lambda: _peer(school), ground.size.runs)))
    return compare(key, "commits/s", Side(commits, cost), peer, PEER, said.format(new=NEW, commits=commits), aim=1000)


def _after_new(school: Path, newer: Callable[[Path, str], Measured]) -> Measured:
    """Verify the ledger without its newest entries, then with them at the same place."""
    shutil.rmtree(school / "state", ignore_errors=True)
    _verify(school, "before")
    shutil.rmtree(school / "at-work", ignore_errors=True)
    (school / "before").rename(school / "at-work")
    (school / "main-repo").rename(school / "before")
    try:
        return newer(school, "before")
    finally:
        (school / "before").rename(school / "main-repo")
        (school / "at-work").rename(school / "before")


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


def _verify_running(school: Path, name: str) -> Measured:
    out = school / "seconds.json"
    asked = [school / name, school / "goc-tin-cay.yaml", school / "state", out]
    whole = run([sys.executable, "-m", "tests.bench.running_verify", *asked], cwd=ROOT)
    wall, cpu = json.loads(out.read_text("utf-8"))
    return Measured(wall, cpu, whole.peak_mb)


def _peer(school: Path) -> Measured:
    command = ["git", "-C", str(school / "main-repo"), "log", f"--max-count={SAMPLE}", "--format=%G?", "main"]
    return run(command, env={"GNUPGHOME": str(school / "g"), "LC_ALL": "C", "HOME": os.environ.get("HOME", "/")})


def _count(school: Path, branch: str) -> int:
    shown = subprocess.run(
        ["git", "-C", str(school / "main-repo"), "rev-list", "--count", branch], check=True, capture_output=True
    ).stdout
    return int(shown)
