"""From a plan to a proposal: write what it changes and send it; on any failure the records are as before."""

from __future__ import annotations

import hashlib
from pathlib import Path

from hocba_build.domain.errors import RefusedError
from hocba_build.records.writes import write_files
from hocba_build.workflows.ledger.propose import Proposed, propose
from hocba_build.workflows.sheets.import_sheets import ImportPlan, carry_out


def seal_of(plan: ImportPlan) -> str:
    """Names what a plan would write: what is signed must be what was looked at."""
    digest = hashlib.sha256()
    for path, raw in sorted(plan.files.items()):
        digest.update(f"{path}\0{len(raw)}\0".encode() + raw)
    return digest.hexdigest()


def send_plan(root: Path, plan: ImportPlan, reason: str, seen: str) -> Proposed:
    """Write a plan into the records and propose the files that changed; ``seen`` names the plan that was looked at.

    Raises:
        RefusedError: a cell cannot be taken, nothing changed, it is not what was looked at, not entitled, or a file
            changed since it was read.
        HocbaError: the reason is wrong, the key is not at hand, or the server cannot be reached.
    """
    if plan.refusals:
        raise RefusedError(f"Còn {len(plan.refusals)} ô chưa nhận được.", "Sửa các ô ấy rồi gửi lại.")
    if not plan.files:
        raise RefusedError("Chưa có ô nào khác với sổ.", "Nhập điểm trước.")
    if seal_of(plan) != seen:
        raise RefusedError("Bản nháp hoặc sổ đã đổi sau lần xem lại.", "Xem lại các ô một lần nữa rồi kí.")
    carry_out(root, plan, accept_good=False)
    try:
        return propose(root, reason, [root / path for path in plan.files])
    except BaseException:
        _put_back(root, plan)
        raise


def _put_back(root: Path, plan: ImportPlan) -> None:
    """The files as they were before."""
    before = {path: raw for path, raw in plan.expected.items() if raw is not None}
    write_files(root, before, {path: plan.files[path] for path in before})
    for path in plan.expected.keys() - before.keys():
        (root / path).unlink(missing_ok=True)
