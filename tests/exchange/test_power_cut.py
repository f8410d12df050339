"""An import that is killed anywhere leaves every record file whole: the old one or the new one."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

from tests.exchange.school import ANH, BAO, CLASS, FOLDER, Desk, change, put

CHILD = """
import os, signal, sys
from pathlib import Path
from hocba_build.workflows.sheet_import import carry_out, plan_import

root, sheet, fatal = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
plan = plan_import(root, [sheet])
seen = 0

def count(event, arguments):
    # Every step that touches the disk asks the interpreter first; the power goes before step number `fatal`.
    global seen
    if event in ("open", "os.rename", "os.chmod", "os.mkdir", "os.remove", "tempfile.mkstemp"):
        seen += 1
        if seen == fatal:
            os.kill(os.getpid(), signal.SIGKILL)

sys.addaudithook(count)
carry_out(root, plan, accept_good=False)
"""


def contents(root: Path) -> dict[str, bytes]:
    return {path: (root / path).read_bytes() for path in (f"{FOLDER}/hk1/{name}.yaml" for name in ("toan", "gdtc"))}


def test_every_file_is_whole_at_every_step(desk: Desk) -> None:
    path = desk.export(None)
    assert CLASS in path.name

    def edit_two(book: object) -> None:
        sheets = {sheet.title: sheet for sheet in book.worksheets}  # type: ignore[attr-defined]
        put(sheets["6A1 Toán HK1"], ANH, "ĐĐGck", 9)
        put(sheets["6A1 GDTC HK1"], BAO, "CK", "CĐ")

    change(path, edit_two)
    plan = desk.plan(path)
    old = contents(desk.root)
    new = {name: plan.files[name] for name in old}
    assert all(old[name] != new[name] for name in old)
    killed, fatal = 0, 0
    while True:
        fatal += 1
        for name, data in old.items():
            (desk.root / name).write_bytes(data)
        child = subprocess.run(
            [sys.executable, "-c", CHILD, str(desk.root), str(path), str(fatal)], check=False, capture_output=True
        )
        found = contents(desk.root)
        assert all(found[name] in (old[name], new[name]) for name in old), fatal
        if child.returncode == 0:
            break
        assert child.returncode == -signal.SIGKILL, child.stderr
        killed += 1
    assert found == new
    assert killed >= 6  # at least mkstemp, chmod and rename of each file
