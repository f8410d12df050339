"""Killed in the middle, or on a full disk: the last good archive stays, nothing half-made looks like one."""

from __future__ import annotations

import os
import subprocess
import sysconfig
from pathlib import Path

import pytest

from hocba_build.domain.values import YearId
from hocba_build.workflows.archive.make import Wish, make_archive
from tests.archive.conftest import Archived, archive
from tests.ledger.school import CLOSED
from tests.power_cut import cut_short

EVERY = 1100
"""Steps between two kills: a run has several thousand."""


def digests(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_kill_anywhere_leaves_the_last_archive_whole(copied: Archived, tmp_path: Path) -> None:
    out = tmp_path / "ra"
    out.mkdir()
    copied.folder.rename(out / CLOSED)
    before = digests(out / CLOSED)
    wish = Wish(YearId(CLOSED), out, copied.sheet, printed=copied.pages)
    killed = 0
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOCBA_PERSON", "van-thu")
        patch.setenv("GNUPGHOME", str(copied.school.root / "khoa/van-thu"))
        patch.setenv("HOCBA_STATE", str(copied.school.root / "s"))
        for step in cut_short(lambda: make_archive(copied.school.desk, wish, lambda _a, _b: None), EVERY):
            aside = out / f".{CLOSED}.cu"
            if digests(out / CLOSED if (out / CLOSED).exists() else aside) != before:
                assert copied.verify(out / CLOSED).exit_code == 0, step  # Killed after the new one took its place.
                before = digests(out / CLOSED)
            killed += 1
    assert killed >= 3
    assert copied.verify(out / CLOSED).exit_code == 0, "the run that lived to its end took its place, whole"
    assert [path.name for path in out.iterdir()] == [CLOSED], "what killed runs left beside it was swept"


def test_a_full_disk_leaves_the_last_archive_whole(copied: Archived, tmp_path: Path) -> None:
    """No file may grow beyond 1 MB: the image cannot be written."""
    out = tmp_path / "ra"
    out.mkdir()
    copied.folder.rename(out / CLOSED)
    before = digests(out / CLOSED)
    school = copied.school
    program = Path(sysconfig.get_path("scripts")) / "hocba"
    command = [program, "-C", school.desk, "archive", CLOSED, "-o", out]
    command += ["--pdf", copied.pages, "--root", copied.sheet, "--jobs", "1"]
    env = {**os.environ, "HOCBA_PERSON": "van-thu", "GNUPGHOME": str(school.root / "khoa/van-thu")}
    limited = ["bash", "-c", 'ulimit -f 1024; exec "$@"', "-", *map(str, command)]
    done = subprocess.run(limited, env=env, capture_output=True, text=True, check=False)
    assert (done.returncode, "Traceback" in done.stderr) == (3, False), done.stderr
    assert "Máy không làm được" in done.stderr
    assert digests(out / CLOSED) == before
    assert [path.name for path in out.iterdir()] == [CLOSED]
    assert archive(school, out).exit_code == 0
