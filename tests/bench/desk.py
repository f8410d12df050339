"""A desk's and a server's everyday acts on a large ledger, beside plain Git, which judges nothing."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Final

from hocba_build.workflows.server.hook_install import install
from tests.bench.ledger import NEW, grown
from tests.bench.measure import Measured, middle, run
from tests.bench.rows import Row, Side, compare
from tests.bench.school import Ground, program

BRANCH: Final = "pr/gv-lan/thu"
_WITHOUT: Final = "git push không có hook"
_REVIEW: Final = (
    "xem một đề xuất sửa một tệp điểm ở bàn đã biết sổ {entries} mục: lấy bản mới của máy chủ, so từng ô, tính lại kết "
    "quả, xét chữ kí và quyền; bên kia lấy bản mới rồi in dòng khác nhau, không tính, không xét"
)
_PROPOSAL: Final = "đẩy một nhánh đề xuất lên máy chủ; mục tiêu là hook thêm không quá 0,5 giây"
_ACCEPTED: Final = (
    "đẩy một mục mới lên main của máy chủ đã biết sổ {entries} mục: hook xét chữ kí, quyền, hợp nhất, nội dung của mục "
    "ấy; bên kia nhận gì cũng được"
)


def review_branch(ground: Ground) -> Row:
    """A proposal at a desk that knows the ledger."""
    school = grown(ground)
    desk = ground.once("desk", lambda: _desk(school))
    state = {"HOCBA_STATE": str(school / "state-desk")}
    asked: list[str | Path] = [program("hocba"), "-C", desk, "review", BRANCH]
    run(asked, env=state)  # The desk sees the ledger for the first time.
    peer = ["sh", "-c", f"git fetch --quiet && git diff origin/main...origin/{BRANCH}"]
    ours = middle(lambda: run(asked, env=state), ground.size.runs)
    theirs = middle(lambda: run(peer, cwd=desk), ground.size.runs)
    note = _REVIEW.format(entries=ground.size.entries)
    return compare("review-branch", "times/s", Side(1, ours), Side(1, theirs), "git diff", note)


def push_proposal(ground: Ground) -> Row:
    """One branch of one commit."""
    school = grown(ground)
    tip = _shown(school / "main-repo", "rev-parse", "main^2")
    ours, theirs = (_pushes(ground, name, lambda turn: f"{tip}:refs/heads/{BRANCH}-{turn}") for name in SERVERS)
    return compare("push-proposal", "times/s", Side(1, ours), Side(1, theirs), _WITHOUT, _PROPOSAL)


def push_accepted(ground: Ground) -> Row:
    """One entry onto main; each push brings the next one."""
    school = grown(ground)
    chain = _shown(school / "main-repo", "rev-list", "--first-parent", f"--max-count={NEW}", "main").split()[::-1]
    for name in SERVERS:
        _push(ground, name, f"{chain[0]}:refs/heads/main")  # The hook sees the ledger for the first time.
    ours, theirs = (_pushes(ground, name, lambda turn: f"{chain[turn + 1]}:refs/heads/main") for name in SERVERS)
    note = _ACCEPTED.format(entries=ground.size.entries)
    return compare("push-accepted", "times/s", Side(1, ours), Side(1, theirs), _WITHOUT, note)


SERVERS: Final = ("may-chu", "khong-hook")
"""With our hook, and without any."""


def _pushes(ground: Ground, name: str, what: Callable[[int], str]) -> Measured:
    turns = iter(range(NEW - 1))
    return middle(lambda: _push(ground, name, what(next(turns))), min(ground.size.runs, NEW - 1))


def _push(ground: Ground, name: str, what: str) -> Measured:
    server = ground.once(name, lambda: _server(grown(ground), name))
    path = {"PATH": f"{program('hocba').parent}:{os.environ['PATH']}"}
    return run(["git", "-C", grown(ground) / "main-repo", "push", "--quiet", server, what], env=path)


def _server(school: Path, name: str) -> Path:
    place = school / f"{name}.git"
    subprocess.run(["git", "clone", "--quiet", "--bare", school / "before", place], check=True)
    if name == SERVERS[0]:
        install(place, school / "goc-tin-cay.yaml")
    return place


def _desk(school: Path) -> Path:
    """A clone of a server that has one proposal more: the newest entry's, not accepted yet."""
    server, desk = school / "xem.git", school / "ban"
    shutil.rmtree(server, ignore_errors=True)
    subprocess.run(["git", "clone", "--quiet", "--bare", school / "before", server], check=True)
    main = _shown(server, "rev-parse", "main")
    tip = _shown(school / "main-repo", "rev-list", "--first-parent", f"--max-count={NEW}", "main").split()[-1]
    branch = f"{tip}^2:refs/heads/{BRANCH}"
    if _shown(school / "main-repo", "rev-parse", f"{tip}^1") != main:
        raise AssertionError(main)
    subprocess.run(["git", "-C", school / "main-repo", "push", "--quiet", server, branch], check=True)
    subprocess.run(["git", "clone", "--quiet", server, desk], check=True)
    return desk


def _shown(repository: Path, *words: str) -> str:
    done = subprocess.run(["git", "-C", repository, *words], check=True, capture_output=True, text=True)
    return done.stdout.strip()
