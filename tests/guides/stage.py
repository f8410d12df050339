"""The desk at which a guide is tried: commands as typed, hands, and what the screen must show."""

from __future__ import annotations

import contextlib
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import openpyxl
from click.testing import CliRunner

from hocba_build.interfaces.cli import main
from tests.guides.guide import ByHand, Run, Standing, Step
from tests.ledger.school import School

OUTSIDER: Final = "nguoi-ngoai"
_SHELL: Final = re.compile(r"[$|<>;&*`]")


@dataclass(slots=True)
class Stage:
    """A copy of the demonstration school; ``standing`` are the words that a reader replaces."""

    school: School
    guide: str
    standing: dict[str, str] = field(default_factory=dict)

    def play(self, steps: Sequence[Step]) -> None:
        """Do all of it in order."""
        for step in steps:
            if isinstance(step, Run):
                self._run(step)
            elif isinstance(step, ByHand):
                self._by_hand(step)
            else:
                self._stand(step)

    def _run(self, step: Run) -> None:
        said = ""
        for number, command in enumerate(step.commands, 1):
            code, printed = self._do(step.person, self._meant(command))
            said += printed
            wanted = step.ends if number == len(step.commands) else 0
            assert code == wanted, f"{self.guide}:{step.line}: {command!r} ended with {code}, not {wanted}\n{printed}"
        if step.printed is not None:
            shown = "".join(f"{line.rstrip()}\n" for line in said.splitlines())
            assert _pattern(self._meant(step.printed)).fullmatch(shown), f"{self.guide}:{step.line}: printed\n{shown}"

    def _meant(self, text: str) -> str:
        for word, value in self.standing.items():
            text = text.replace(word, value)
        return text

    def _do(self, person: str, command: str) -> tuple[int, str]:
        """One command; ours run in this process where no shell is needed, which is five times as quick."""
        words = shlex.split(command, comments=True)
        if words[0] == "hocba" and not _SHELL.search(command.partition(" #")[0]):
            with contextlib.chdir(self._place(person)):
                result = CliRunner().invoke(main, words[1:], env=self._environment(person))
            assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
            return result.exit_code, result.output
        shell = ["bash", "-c", command]
        env = {**os.environ, **self._environment(person)}
        done = subprocess.run(
            shell,
            check=False,
            cwd=self._place(person),
            env=env,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
        )
        return done.returncode, done.stdout + done.stderr

    def _place(self, person: str) -> Path:
        return self.school.root if person == OUTSIDER else self.school.desk

    def _environment(self, person: str) -> dict[str, str]:
        home = self.school.root / "khoa" / person
        home.mkdir(mode=0o700, exist_ok=True)  # Somebody new brings an empty one.
        path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
        named = "" if person == OUTSIDER else person
        state = str(self.school.root / "s")
        return {"HOCBA_PERSON": named, "GNUPGHOME": str(home), "HOCBA_STATE": state, "PATH": path, "COLUMNS": "120"}

    def _by_hand(self, step: ByHand) -> None:
        file = self.school.desk / step.file
        assert file.is_file(), f"{self.guide}:{step.line}: no file {step.file}"
        if step.place:
            book = openpyxl.load_workbook(file)
            sheet, _, cell = step.place.rpartition("!")
            (book[sheet.replace("_", " ")] if sheet else book.worksheets[0])[cell].value = step.new
            book.save(file)
            return
        old, _, new = self._meant(step.new).partition(" → ")
        text = file.read_text("utf-8")
        assert text.count(old) >= 1, f"{self.guide}:{step.line}: {step.file} has no {old!r}"
        file.write_text(text.replace(old, new, 1), "utf-8")

    def _stand(self, step: Standing) -> None:
        code, printed = self._do(OUTSIDER, self._meant(step.command))
        assert code == 0 and printed.strip(), f"{self.guide}:{step.line}: {step.command!r}\n{printed}"
        self.standing[step.word] = printed.strip()


def _pattern(text: str) -> re.Pattern[str]:
    lines = [
        "(?:.*\n)*?" if line.strip() == "…" else re.escape(line.rstrip()).replace("…", ".*?") + "\n"
        for line in text.splitlines()
    ]
    return re.compile("".join(lines))
