"""Desks as people start them: a process each, on a copy of the school with its server and keys."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page

from tests.ledger.conftest import school
from tests.ledger.school import School

__all__ = ["school"]
TEACHER = "gv-khang"
HOCBA = str(Path(sys.executable).with_name("hocba"))


@dataclass
class Desk:
    """A running desk and the address that opens it once."""

    started: subprocess.Popen[str]
    entrance: str

    @property
    def base(self) -> str:
        """The address of its pages."""
        return self.entrance.partition("/vao")[0]

    def kill(self) -> None:
        """As a power cut would."""
        self.started.send_signal(signal.SIGKILL)
        self.started.wait()

    def enter(self, browser: Browser) -> Page:
        """A window of its own that has come in."""
        page = browser.new_context(viewport={"width": 1360, "height": 900}).new_page()
        page.goto(self.entrance)
        return page


Start = Callable[..., Desk]


@contextmanager
def running(
    school: School, person: str, folder: Path | None = None, program: Sequence[str] = (HOCBA,)
) -> Iterator[Desk]:
    """The desk of a person, a process of its own."""
    state = school.root / f"s-{person}"
    if not state.exists() and (school.root / "s").exists():
        shutil.copytree(school.root / "s", state)
    env = os.environ | {
        "HOCBA_PERSON": person,
        "GNUPGHOME": str(school.root / "khoa" / person),
        "HOCBA_STATE": str(state),
        "PYTHONUNBUFFERED": "1",
    }
    command = [*program, "-C", str(folder or school.desk), "desk", "--no-browser"]
    with subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as started:
        assert started.stdout is not None
        desk = Desk(started, started.stdout.readline().strip())
        assert desk.entrance.startswith("http://127.0.0.1:"), desk.entrance
        try:
            yield desk
        finally:
            desk.kill()


@pytest.fixture
def start(school: School) -> Iterator[Start]:
    """Start the desks of persons at a school of one's own."""
    with ExitStack() as stack:
        yield lambda person, folder=None: stack.enter_context(running(school, person, folder))


@pytest.fixture(scope="module")
def shared(lived: School) -> Iterator[School]:
    """A school for tests that only look; several share it."""
    with tempfile.TemporaryDirectory(prefix="hb") as folder:
        copied = lived.copy(Path(folder) / "t")
        yield copied
        copied.end_agents()


@pytest.fixture(scope="module")
def desk(shared: School) -> Iterator[Desk]:
    """A desk at that school."""
    with running(shared, TEACHER) as one:
        yield one


@pytest.fixture(scope="module")
def inside(desk: Desk) -> Iterator[httpx.Client]:
    """A client that was let in."""
    with httpx.Client(base_url=desk.base, trust_env=False) as client:
        assert client.get(desk.entrance).status_code == 303
        yield client
