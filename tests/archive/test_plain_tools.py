"""The text on the medium, followed to the letter with nothing but ``sha256sum``, ``gpg`` and ``git``."""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.archive.conftest import Archived
from tests.archive.test_altered import PAGES, SCORES, bagged_again, edit, flip
from tests.ledger.school import CLOSED

TOOLS = ("sha256sum", "gpg", "git", "mktemp")
"""``mktemp`` names a place for what the tools write; all else the text does is the shell's own."""


def commands(readme: Path) -> list[str]:
    """The lines that a reader types: those set in by four blanks."""
    return [line[4:] for line in readme.read_text("utf-8").splitlines() if re.match(r"    \S", line)]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[dict[str, str]]:
    """A machine with these tools only; agents need short paths."""
    tools = tmp_path / "b"
    tools.mkdir()
    for name in TOOLS:
        found = shutil.which(name)
        assert found, name
        (tools / name).symlink_to(found)
    with tempfile.TemporaryDirectory(prefix="hb") as folder:
        yield {"PATH": str(tools), "HOME": folder, "TMPDIR": folder, "LC_ALL": "C.UTF-8"}
        for home in Path(folder).glob("*/S.gpg-agent"):
            subprocess.run(["gpgconf", "--homedir", home.parent, "--kill", "all"], check=False, capture_output=True)


def follow(readme: Path, where: Path, desk: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Type every line; a reader stops at the first that fails."""
    script = "set -eo pipefail\n" + "\n".join(commands(readme))
    bash = shutil.which("bash") or "bash"
    return subprocess.run([bash, "-c", script], cwd=where, env=desk, capture_output=True, text=True, check=False)


def test_the_whole_text_works_as_it_stands(archived: Archived, desk: dict[str, str], tmp_path: Path) -> None:
    disc = tmp_path / "d"
    unpack = ["xorriso", "-osirrox", "on", "-indev", str(archived.image), "-extract", "/", str(disc)]
    subprocess.run(unpack, check=True, capture_output=True)
    typed = commands(disc / "README.vi.txt")
    assert {re.match(r"\S+", line)[0] for line in typed} == {"sha256sum", "for", "export", "gpg", "git"}  # type: ignore[index]
    done = follow(disc / "README.vi.txt", disc, desk)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count(": OK") == 4
    assert done.stderr.count("Good signature") >= 3
    lock = (archived.school.desk / f"signatures/khoa-so/{CLOSED}/0003/khoa.yaml").read_text("utf-8")
    digests = re.findall(r"^([0-9a-f]{64})  (?!luu)", done.stdout, re.MULTILINE)
    listing, *frozen = digests
    assert f"danh_muc_sha256: {listing}" in lock.replace('"', "")
    shown = [digest for digest in frozen if digest in lock]
    assert len(shown) == 2, "the digests of both classes stand in the lock that the principal signed"
    assert archived.school.git("rev-parse", "main", where=archived.school.server) in done.stdout
    sheet = archived.sheet.read_text("utf-8").lower()
    for key in re.findall(r"^      ([0-9A-F]{40})  hieu-truong", (disc / "README.vi.txt").read_text("utf-8"), re.M):
        assert key.lower() in sheet, "what the text says of the founder is what the paper says"
        assert key in done.stderr.replace(" ", "")


def test_a_bag_by_itself(archived: Archived, desk: dict[str, str]) -> None:
    folder = archived.content / "lop-6a1/data"
    done = follow(folder / "README.vi.txt", folder, desk)
    assert done.returncode == 0, done.stdout + done.stderr
    lock = (folder / f"signatures/khoa-so/{CLOSED}/0003/khoa.yaml").read_text("utf-8")
    digests = re.findall(r"^([0-9a-f]{64})  ", done.stdout, re.MULTILINE)
    assert len(digests) == 2
    assert [digest for digest in digests if digest not in lock] == []


def test_plain_tools_see_a_changed_file(copied: Archived, desk: dict[str, str]) -> None:
    flip(copied.content)
    done = follow(copied.content / "README.vi.txt", copied.content, desk)
    assert done.returncode != 0
    assert f"{PAGES.partition('/')[2]}: FAILED" in done.stdout


def test_plain_tools_see_a_score_under_lists_that_fit_again(copied: Archived, desk: dict[str, str]) -> None:
    edit(copied.content / SCORES, b"ck: ", b"ck: 1")
    bagged_again(copied.content, "lop-6a1")
    done = follow(copied.content / "README.vi.txt", copied.content, desk)
    assert done.returncode != 0
    assert "BAD signature" in done.stderr
    later = [line for line in commands(copied.content / "README.vi.txt") if "luu-tru.txt.asc" not in line]
    readme = copied.folder / "khong-ki.txt"
    readme.write_text("".join(f"    {line}\n" for line in later))
    done = follow(readme, copied.content, desk)
    assert (done.returncode != 0, f"{SCORES.partition('/data/')[2]}: FAILED" in done.stdout) == (True, True)
