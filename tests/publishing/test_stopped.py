"""kill -9 at any step, and a disk that takes no more: the last good files stay, and the next run goes on."""

from __future__ import annotations

import os
import resource
import shutil
import signal
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from hocba_build.domain.school import SchoolRecords
from hocba_build.domain.values import ClassId, StudentId
from hocba_build.workflows.printing.pdfs import Means, PrintReport, Selection, print_pdfs
from tests.power_cut import cut_short
from tests.publishing.conftest import YEAR, Printable

CLASS = ClassId("6a1")
EVERY = 13
"""Steps between two kills: every kind of file is met, and the test stays short."""


def build(records: SchoolRecords, folder: Path) -> PrintReport:
    return print_pdfs(records, Selection(YEAR, CLASS), folder / "pdf", means=Means(jobs=1, kept=folder / "to"))


def content(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in (folder / "pdf").rglob("*.pdf")}


def remarked(records: SchoolRecords) -> SchoolRecords:
    """The records with other homeroom remarks on two pupils."""
    year = records.years[YEAR]
    held = year.classes[CLASS]
    pupils: list[StudentId] = [row.student for row in held.school_class.enrolments][:2]
    changed = replace(held, remarks={**held.remarks, **dict.fromkeys(pupils, "Có tiến bộ rõ rệt.")})
    return replace(records, years={**records.years, YEAR: replace(year, classes={**year.classes, CLASS: changed})})


@pytest.fixture(scope="module")
def good(printable: Printable, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The last good run."""
    folder = tmp_path_factory.mktemp("tot")
    assert build(printable.records, folder).failures == []
    return folder


@pytest.fixture(scope="module")
def wanted(printable: Printable, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What a run that nothing stopped makes of the changed records."""
    folder = tmp_path_factory.mktemp("moi")
    build(remarked(printable.records), folder)
    return content(folder)


def begun_again(good: Path, folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(good, folder)


def test_killed_at_any_step(printable: Printable, good: Path, wanted: dict[str, bytes], tmp_path: Path) -> None:
    folder, changed = tmp_path / "in", remarked(printable.records)
    before = content(good)
    begun_again(good, folder)
    killed = []
    for step in cut_short(lambda: build(changed, folder), EVERY):
        killed.append(step)
        found = content(folder)
        assert found.keys() == before.keys(), step
        strange = {name for name, file in found.items() if file not in (before[name], wanted[name])}
        assert strange == set(), step
        assert build(changed, folder).failures == []
        assert content(folder) == wanted, step
        begun_again(good, folder)
    assert len(killed) > 3


def limited(size: int, write: Callable[[], object]) -> bool:
    """Run in a process whose files may not grow beyond a size, as on a full disk; whether it was told so."""
    child = os.fork()
    if child == 0:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
        try:
            write()
        except OSError:
            os._exit(7)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 7


@pytest.mark.parametrize("size", [100, 20_000])
def test_a_disk_that_is_full(
    printable: Printable, good: Path, wanted: dict[str, bytes], tmp_path: Path, size: int
) -> None:
    """With no room at all, and with room for leaves but not for transcripts."""
    folder, changed = tmp_path / "in", remarked(printable.records)
    begun_again(good, folder)
    assert limited(size, lambda: build(changed, folder))
    assert content(folder) == content(good)
    assert not [path for path in folder.rglob("*") if path.name.endswith(".dang-ghi")]
    report = build(changed, folder)
    assert report.leaves == (2 if size == 100 else 0)  # What could be kept was kept.
    assert content(folder) == wanted
