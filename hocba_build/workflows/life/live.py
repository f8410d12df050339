"""A demonstration school with its whole life: server, desk, keys, sheet, and a history that everybody can verify."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Final

from hocba_build.domain.errors import RefusedError
from hocba_build.domain.moments import VIETNAM
from hocba_build.domain.school import SchoolRecords
from hocba_build.records.writer import files_of
from hocba_build.trust.git.objects import Oid
from hocba_build.trust.git.own_repository import MAIN, Move, OwnRepository
from hocba_build.trust.git.trees import MemoryObjects
from hocba_build.workflows.ledger.founding import SHEET_NAME, Founded
from hocba_build.workflows.life.acts import VICE, Act, YearScript, year_script
from hocba_build.workflows.life.cast import cast
from hocba_build.workflows.life.correction import Slip, correct, slipped
from hocba_build.workflows.life.play import Stage, with_outsiders
from hocba_build.workflows.sample import Plan, generate
from hocba_build.workflows.sealing.office import sealed_files
from hocba_build.workflows.server.hook_install import install

PENDING: Final = 2
"""Proposals of the open year that nobody has accepted yet."""
Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Lived:
    """What was made."""

    school: Path
    server: Path
    sheet: Path
    entries: int
    waiting: tuple[str, ...]


def live_through(directory: Path, plan: Plan, tell: Tell) -> Lived:
    """Make ``truong``, ``may-chu``, ``khoa`` and ``goc-tin-cay.yaml`` in a folder that is empty or does not exist.

    Raises:
        RefusedError: the folder holds something already.
    """
    if directory.exists() and any(directory.iterdir()):
        raise RefusedError(
            f"Thư mục {directory.name} đã có tệp, không ghi đè.", "Chọn một thư mục mới hoặc xoá thư mục này trước."
        )
    records = generate(plan)
    staff = with_outsiders(records)
    objects = MemoryObjects()
    began = int(min(records.years)[:4])
    with cast(directory / "khoa", staff, _at(began, 7, 1)) as people:
        tell(f"Khoá: {len(people)} người, mỗi người một khoá không mật khẩu (chỉ để xem và thử).")
        stage = Stage(objects, objects.put, people)
        founded = stage.found(records, staff, _moment(began, 8, 1))
        stage.enrol(records.rules, staff, _moment(began, 8, 5))
        waiting = _years(stage, records, tell)
    return publish(directory, stage, objects, founded, waiting)


def _years(stage: Stage, records: SchoolRecords, tell: Tell) -> dict[str, Oid]:
    files = sealed_files(files_of(records), stage.office)
    years = sorted(records.years)
    seen: set[str] = set()
    waiting: dict[str, Oid] = {}
    for year in years:
        script = year_script(records, files, year, seen, is_open=year == years[-1])
        if year == years[-1]:
            waiting = _open_year(stage, script)
        else:
            slip = slipped(records, files, year) if year == years[-2] else None
            _closed_year(stage, script, slip)
        tell(f"Năm học {year}: sổ có {stage.state.index} mục.")
    return waiting


def _closed_year(stage: Stage, script: YearScript, slip: Slip | None) -> None:
    """Entered, signed off, locked in August; where there was a slip: opened, corrected, signed and locked again."""
    for act in (*script.opening, *script.teaching, *script.closing):
        stage.enter(act if slip is None else slip.into(act))
    end = int(script.year[5:])
    stage.sign_off(script.year, _moment(end, 8, 12), VICE)
    stage.lock(script.year, f"45/QĐ-BM-{end}", _moment(end, 8, 18))
    if slip is not None:
        correct(stage, slip, script.year, _moment(end, 8, 20))


def _open_year(stage: Stage, script: YearScript) -> dict[str, Oid]:
    """The last proposals wait for a reviewer."""
    acts: Sequence[Act] = (*script.opening, *script.teaching, *script.closing)
    for act in acts[:-PENDING]:
        stage.enter(act)
    return dict(stage.propose(act) for act in acts[-PENDING:])


def publish(directory: Path, stage: Stage, objects: MemoryObjects, founded: Founded, waiting: dict[str, Oid]) -> Lived:
    """A server with the hook, a desk on ``main`` and the sheet, from a stage's objects."""
    school, server, sheet = directory / "truong", directory / "may-chu/truong.git", directory / SHEET_NAME
    sheet.write_bytes(founded.sheet)
    _git("init", "--quiet", "--bare", "--initial-branch=main", str(server))
    _git("init", "--quiet", "--initial-branch=main", str(school))
    _git("-C", str(school), "config", "commit.gpgsign", "false")
    _git("-C", str(school), "remote", "add", "origin", "../may-chu/truong.git")
    own = OwnRepository(school)
    for kind, body in objects.kept.values():
        own.put(kind, body)
    own.git("reset", "--quiet", "--hard", stage.state.tip)
    moves = [Move(MAIN, None, stage.state.tip)]
    moves += [Move(f"refs/heads/{name}", None, tip) for name, tip in waiting.items()]
    moves += [Move(f"refs/heads/locked/{year}", None, entry) for year, entry in stage.locked.items()]
    install(server, sheet)
    own.publish(moves)
    own.fetch()
    own.git("branch", "--quiet", "--set-upstream-to=origin/main", "main")
    own.git("gc", "--quiet")
    return Lived(school, server, sheet, stage.state.index, tuple(waiting))


def _git(*arguments: str) -> None:
    subprocess.run(["git", *arguments], check=True, capture_output=True)


def _moment(year: int, month: int, day: int) -> datetime:
    return datetime.combine(date(year, month, day), time(8, 0), VIETNAM)


def _at(year: int, month: int, day: int) -> int:
    return int(_moment(year, month, day).timestamp())


__all__ = ["Lived", "live_through", "publish"]
