"""A small school for the registrar, and the command line as the registrar uses it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from hocba_build.interfaces.cli import main
from hocba_build.records.strict_yaml import parse

ROOT = Path(__file__).resolve().parents[2]
BASE = ROOT / "tests/examples/base"
ANH, BAO, CHAU, PHUC, QUYEN = (f"740000000{number}" for number in range(1, 6))
YEAR = "records/2025-2026"


@dataclass(frozen=True)
class Desk:
    """A folder with records, and what is done at it."""

    root: Path

    def run(self, *words: str, typed: str = "") -> Result:
        """One command."""
        result = CliRunner().invoke(main, ["-C", str(self.root), *words], input=typed)
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result

    def does(self, *words: str, typed: str = "") -> str:
        """The same where it must succeed; what it printed."""
        result = self.run(*words, typed=typed)
        assert result.exit_code == 0, result.output
        return result.stdout

    def refused(self, status: int, *words: str) -> str:
        """The same where it must be refused with nothing written; the sentence and its remedy."""
        before = self.files()
        result = self.run(*words)
        assert result.exit_code == status, result.output
        assert self.files() == before
        return result.output

    def asks(self, *words: str) -> Any:
        """What a command says in JSON."""
        return json.loads(self.does(*words, "--json"))

    def files(self) -> dict[str, bytes]:
        """Everything in the records."""
        found = (path for path in (self.root / "records").rglob("*") if path.is_file())
        return {path.relative_to(self.root).as_posix(): path.read_bytes() for path in found}

    def changes(self, before: dict[str, bytes]) -> set[str]:
        """The paths that are not as before."""
        now = self.files()
        return {path for path in {*before, *now} if before.get(path) != now.get(path)}

    def listed(self, class_id: str, year: str = "2025-2026") -> list[tuple[str, str, str | None]]:
        """A class list: id, first and last day."""
        document: Any = self.read(f"records/{year}/{class_id}/lop.yaml")
        return [(row["ma"], row["tu_ngay"], row.get("den_ngay")) for row in document["hoc_sinh"]]

    def events(self, student: str) -> list[dict[str, Any]]:
        """A pupil's events as they stand in the file."""
        document: Any = self.read(f"records/hoc-sinh/{student}.yaml")
        found: list[dict[str, Any]] = document.get("su_kien", [])
        return found

    def read(self, path: str) -> Any:
        """A file's document."""
        return parse((self.root / path).read_bytes())

    def is_sound(self) -> bool:
        """Whether ``hocba check`` has nothing to say."""
        return self.run("check", "--no-cache").stdout == ""
