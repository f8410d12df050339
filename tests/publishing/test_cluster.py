"""Printing on a Dask cluster: a real scheduler and two real workers, each a process of its own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from hocba_build.domain.errors import Exit
from hocba_build.records.writer import files_of
from hocba_build.records.writes import write_files
from hocba_build.workflows.printing.cluster import ClusterError, address_of
from hocba_build.workflows.printing.pdfs import Means, Selection, print_pdfs
from tests.publishing.conftest import YEAR, Printable

WAIT = 60.0


@dataclass(frozen=True)
class Cluster:
    """Where the scheduler listens, and its workers."""

    address: str
    workers: tuple[subprocess.Popen[bytes], ...]


@contextmanager
def dask(what: str, *asked: str, folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A part of Dask as a process, ended at the end."""
    command = [sys.executable, "-m", "dask", what, "--no-dashboard", *asked]
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


@contextmanager
def cluster(folder: Path, *more: str, workers: int = 2) -> Iterator[Cluster]:
    with ExitStack() as stack:
        told = folder / "scheduler.json"
        scheduler = ["--host", "127.0.0.1", "--port", "0", "--scheduler-file", str(told)]
        stack.enter_context(dask("scheduler", *scheduler, folder=folder))
        address = told_address(told)
        asked = [address, "--no-nanny", "--local-directory", str(folder), *more]
        yield Cluster(
            address, tuple(stack.enter_context(dask("worker", *asked, folder=folder)) for _ in range(workers))
        )


def told_address(told: Path) -> str:
    end = time.monotonic() + WAIT
    while time.monotonic() < end:
        if told.is_file() and (text := told.read_text("utf-8")):
            return str(json.loads(text)["address"])
        time.sleep(0.1)
    raise TimeoutError(told)


def wait_for(address: str, workers: int) -> None:
    from distributed import Client

    with Client(address, set_as_default=False) as client:  # type: ignore[no-untyped-call] # untyped there
        client.wait_for_workers(workers, timeout=WAIT)


@pytest.fixture(scope="module")
def school(printable: Printable, tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("truong")
    write_files(root, files_of(printable.records), {})
    return root


def build(school: Path, out: Path, executor: str) -> subprocess.CompletedProcess[str]:
    hocba = [sys.executable, "-c", "from hocba_build.interfaces.cli import main; main()", "-C", str(school)]
    asked = ["build", "pdf", "--year", YEAR, "--only-year", "-o", str(out), "--executor", executor, "--json"]
    home = {**os.environ, "HOCBA_STATE": str(out.parent / "nho")}
    return subprocess.run([*hocba, *asked], env=home, check=False, capture_output=True, text=True)


def content(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*.pdf")}


@pytest.mark.slow
def test_two_workers_print_what_one_machine_prints(school: Path, printable: Printable, tmp_path: Path) -> None:
    with cluster(tmp_path, "--nthreads", "1") as made:
        wait_for(made.address, 2)
        done = build(school, tmp_path / "cum", f"dask:{made.address}")
        assert done.returncode == 0, done.stderr
        assert json.loads(done.stdout)["da_in"] == len(printable.results[YEAR])
        print_pdfs(printable.records, Selection(YEAR, only_year=True), tmp_path / "may", means=Means(jobs=1))
        assert content(tmp_path / "cum") == content(tmp_path / "may")
        made.workers[0].send_signal(signal.SIGKILL)
        made.workers[0].wait()
        again = build(school, tmp_path / "con-mot-may", f"dask:{made.address}")
        assert again.returncode == 0, again.stderr
        assert content(tmp_path / "con-mot-may") == content(tmp_path / "may")


@pytest.mark.slow
def test_workers_that_would_mix_pages_get_no_work(school: Path, tmp_path: Path) -> None:
    with cluster(tmp_path, "--nthreads", "2", workers=1) as made:
        wait_for(made.address, 1)
        done = build(school, tmp_path / "pdf", f"dask:{made.address}")
    assert done.returncode == Exit.USAGE
    assert "Mỗi tiến trình in chỉ được một luồng." in done.stderr
    assert not list((tmp_path / "pdf").rglob("*.pdf"))


@pytest.mark.parametrize(
    "executor", ["dask:10.0.0.7:8786", "dask:tcp://may-in:8786", "dask:tcp://example.invalid:8786"]
)
def test_pages_never_leave_the_machine_unprotected(executor: str) -> None:
    with pytest.raises(ClusterError, match="không được gửi qua mạng mà không mã hoá"):
        address_of(executor)


@pytest.mark.parametrize(
    "executor", ["dask:tls://may-in:8786", "dask:127.0.0.1:8786", "dask:tcp://localhost:1", "dask:tcp://[::1]:1"]
)
def test_protected_ways_and_this_machine_are_taken(executor: str) -> None:
    assert address_of(executor) == executor.removeprefix("dask:")


@pytest.mark.parametrize("executor", ["dask:", "spark:tcp://localhost:1", ""])
def test_what_is_no_cluster_is_told(executor: str) -> None:
    with pytest.raises(ClusterError, match="Không hiểu --executor"):
        address_of(executor)
