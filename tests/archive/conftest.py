"""One school, archived once; every test that changes something works on a copy."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from hocba_build.interfaces.cli import main
from tests.ledger.school import CLOSED, School


@dataclass(frozen=True)
class Archived:
    """A school and the archive of its closed year."""

    school: School
    folder: Path
    """``out/<year>``."""

    @property
    def content(self) -> Path:
        """What goes onto a stick."""
        return self.folder / "luu-tru"

    @property
    def image(self) -> Path:
        """The only disc."""
        return self.folder / "dia-1.iso"

    @property
    def pages(self) -> Path:
        """Where its transcripts were printed."""
        return self.school.root / "in"

    @property
    def sheet(self) -> Path:
        """The founding sheet."""
        return self.school.root / "goc-tin-cay.yaml"

    def verify(self, path: Path, *more: str, keys: str = "nguoi-ngoai") -> Result:
        """``archive verify`` against the school's sheet, as somebody with that person's keys: a stranger has none."""
        home = self.school.root / "khoa" / keys
        home.mkdir(mode=0o700, exist_ok=True)
        command = ["archive", "verify", str(path), "--root", str(self.sheet), *more]
        return CliRunner().invoke(main, command, env={"GNUPGHOME": str(home)})


def archive(school: School, out: Path, *more: str, person: str = "van-thu") -> Result:
    """``hocba archive`` with the pages printed before."""
    where = ("--pdf", str(school.root / "in"), "--root", str(school.root / "goc-tin-cay.yaml"), "--jobs", "1")
    return school.run(person, "archive", CLOSED, "-o", str(out), *where, *more)


@pytest.fixture(scope="session")
def archived(lived: School) -> Iterator[Archived]:
    """Made once a worker, by the registrar."""
    with tempfile.TemporaryDirectory(prefix="hb") as folder:
        school = lived.copy(Path(folder) / "t")
        made = archive(school, Path(folder) / "o")
        assert made.exit_code == 0, made.output
        yield Archived(school, Path(folder) / "o" / CLOSED)
        school.end_agents()


@pytest.fixture
def copied(archived: Archived, tmp_path: Path) -> Archived:
    """The archive's files to be changed; the school is the same."""
    shutil.copytree(archived.folder, tmp_path / "o")
    return Archived(archived.school, tmp_path / "o")
