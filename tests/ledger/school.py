"""A small school with its whole signed life, made once; every test works on a copy, by the real command line."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from hocba_build.interfaces.cli import main
from hocba_build.trust.founding import read_sheet
from hocba_build.trust.gitrepo import open_repository
from hocba_build.workflows.ledger.remembered import judged
from hocba_build.workflows.life.live import live_through
from hocba_build.workflows.sample import Plan
from hocba_build.workflows.server.hook import KEPT_PLACE, SHEET_PLACE

OPEN, CLOSED = "2025-2026", "2024-2025"


@contextmanager
def living(plan: Plan) -> Iterator[School]:
    """A school with its whole signed life, for the time of a block; agents need short paths."""
    with tempfile.TemporaryDirectory(prefix="hb") as folder:
        live_through(Path(folder) / "t", plan, lambda _: None)
        made = School(Path(folder) / "t")
        made.remember()
        yield made
        made.end_agents()


@dataclass(frozen=True)
class School:
    """A folder as ``live_through`` leaves it; ``truong`` is the one desk at which everybody takes a seat in turn."""

    root: Path

    @property
    def desk(self) -> Path:
        """The work tree."""
        return self.root / "truong"

    @property
    def server(self) -> Path:
        """The bare repository."""
        return self.root / "may-chu/truong.git"

    def run(self, person: str, *arguments: str, desk: Path | None = None) -> Result:
        """One command as a person with that person's keys."""
        env = {
            "HOCBA_PERSON": person,
            "GNUPGHOME": str(self.root / "khoa" / person),
            "HOCBA_STATE": str(self.root / "s"),
        }
        return CliRunner().invoke(main, ["-C", str(desk or self.desk), *arguments], env=env)

    def does(self, person: str, *arguments: str, desk: Path | None = None) -> str:
        """The same where it must succeed; the first line of what it printed."""
        result = self.run(person, *arguments, desk=desk)
        assert result.exit_code == 0, result.output
        return result.stdout.splitlines()[0] if result.stdout else ""

    def does_all(self, person: str, *arguments: str) -> str:
        """The same; all that it printed."""
        result = self.run(person, *arguments)
        assert result.exit_code == 0, result.output
        return result.stdout

    def verdict(self) -> dict[str, Any]:
        """What ``verify`` says of the server."""
        sheet = str(self.root / "goc-tin-cay.yaml")
        result = CliRunner().invoke(main, ["verify", str(self.server), "--root", sheet, "--no-cache", "--json"])
        said: dict[str, Any] = json.loads(result.stdout)
        return said

    def proposals(self) -> list[str]:
        """The branches that wait at the server."""
        return self.git("branch", "--list", "pr/*", where=self.server).split()

    def edit(self, path: str, pattern: str, new: str) -> None:
        """Change the first place in a file of the desk."""
        place = self.desk / path
        before = place.read_text("utf-8")
        text = re.sub(pattern, new, before, count=1)
        assert text != before
        place.write_text(text, "utf-8")

    def git(self, *arguments: str, where: Path | None = None, index: Path | None = None) -> str:
        """Plain git, as anybody has it; ``index`` is another list of files than the work tree's."""
        env = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        env |= {"GIT_INDEX_FILE": str(index)} if index else {}
        command = ["git", "-C", str(where or self.desk), *arguments]
        return subprocess.run(command, check=True, capture_output=True, text=True, env=env).stdout.strip()

    def remember(self) -> None:
        """Desk and server have read the ledger and its records before, as they have after a day's work."""
        self.does("van-thu", "check")
        self.does("van-thu", "board", CLOSED)
        opened = open_repository(self.server)
        assert opened.main is not None
        sheet = read_sheet((self.server / SHEET_PLACE).read_bytes())
        judged(opened.objects, opened.main, sheet, self.server / KEPT_PLACE)

    def copy(self, to: Path) -> School:
        """The same school elsewhere; sockets of agents that a test has started stay behind."""
        subprocess.run(["cp", "-a", "--", str(self.root), str(to)], check=True)  # A third of copytree's time.
        for socket in (to / "khoa").glob("*/S.*"):
            socket.unlink()
        return School(to)

    def copy_desk(self, to: Path) -> None:
        """A second work tree that reaches the server the same way."""
        shutil.copytree(self.desk, to, symlinks=True)

    def end_agents(self) -> None:
        """End every agent that was started, so that no socket stays."""
        elsewhere = Path(f"/run/user/{os.getuid()}/gnupg").is_dir()  # GnuPG puts the sockets there where it can.
        for home in (self.root / "khoa").iterdir():
            if home.is_dir() and (elsewhere or any(home.glob("S.*"))):
                subprocess.run(["gpgconf", "--homedir", str(home), "--kill", "all"], check=False, capture_output=True)
