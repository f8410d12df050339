"""A packet against a recall list: its own, a newer one, one that is too old, and one that was altered."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from hocba_build.domain.copies import Recall
from hocba_build.exchange.packet_zip import pack, unpack
from hocba_build.records.copies import read_recall
from hocba_build.trust.year_end.leaves import leaf_hash
from hocba_build.trust.year_end.locks import read_class
from tests.ledger.copies.years import YEAR
from tests.ledger.school import CLOSED, School
from tests.ledger.transfer.packets import altered, run_verify, verify

PUPIL = "7400000001"
LIST = f"signatures/cap-ban/{YEAR}/thu-hoi.0001.yaml"


@pytest.fixture(scope="module")
def old(lived: School, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A packet from before the first list."""
    path = tmp_path_factory.mktemp("goi") / "goi.zip"
    lived.does("van-thu", "transfer", "out", PUPIL, "-o", str(path))
    return path.read_bytes()


def superseded(raw: bytes, folder: Path, *arguments: str) -> tuple[int, str, list[str]]:
    """Exit, verdict of the check, and codes."""
    status, said = verify(raw, folder, *arguments)
    return status, said["checks"]["superseded"]["verdict"], [one["code"] for one in said["findings"]]


def test_with_a_list_at_hand_it_gets_a_verdict(old: bytes, recall: Path, sheet: Path, tmp_path: Path) -> None:
    root = ("--root", str(sheet))
    assert superseded(old, tmp_path, *root) == (0, "undecided", [])
    assert superseded(old, tmp_path, *root, "--recall", str(recall)) == (0, "valid", [])
    assert superseded(old, tmp_path, "--recall", str(recall))[1] == "undecided"


def test_a_packet_brings_the_newest_list(issued: School, sheet: Path, tmp_path: Path) -> None:
    path = tmp_path / "moi.zip"
    issued.does("van-thu", "transfer", "out", PUPIL, "-o", str(path))
    assert superseded(path.read_bytes(), tmp_path, "--root", str(sheet)) == (0, "valid", [])
    changed = unpack(path.read_bytes())[LIST].replace(b"ly_do: mat", b"ly_do: sai")
    assert superseded(altered(path.read_bytes(), {LIST: changed}), tmp_path, "--root", str(sheet)) == (
        1, "invalid", ["HB534"]
    )  # fmt: skip


def test_a_list_that_was_altered_decides_nothing_good(old: bytes, recall: Path, sheet: Path, tmp_path: Path) -> None:
    files = unpack(recall.read_bytes())
    other = tmp_path / "thu-hoi.zip"
    other.write_bytes(pack({**files, LIST: files[LIST].replace(b"ly_do: mat", b"ly_do: sai")}))
    assert superseded(old, tmp_path, "--root", str(sheet), "--recall", str(other)) == (1, "invalid", ["HB534"])


@pytest.mark.parametrize("content", [b"", b"x", pack({"goi.yaml": b"x"})])
def test_what_is_no_list(content: bytes, old: bytes, sheet: Path, tmp_path: Path) -> None:
    other = tmp_path / "thu-hoi.zip"
    other.write_bytes(content)
    result = run_verify(old, tmp_path, "--root", str(sheet), "--recall", str(other))
    assert (result.exit_code, "Xin lại danh sách thu hồi" in result.output) == (2, True)


@pytest.fixture
def before(lived: School, recall: Path, school_copy: School) -> tuple[School, str]:
    """The school as it stood after its first lock, and the pupil whose result was corrected later."""
    found = read_recall(LIST, unpack(recall.read_bytes())[LIST])
    assert isinstance(found, Recall)
    assert (dict(found.versions), len(found.replaced)) == ({CLOSED: 2}, 1)
    folder = lived.desk / f"signatures/khoa-so/{CLOSED}/0001"
    held = {
        leaf_hash(*leaf).hex(): pupil
        for path in folder.glob("*.yaml")
        if path.name != "khoa.yaml"
        for pupil, leaf in read_class(path.read_bytes()).items()
    }
    lock = f"signatures/khoa-so/{CLOSED}/0001/khoa.yaml"
    entry = lived.git("log", "--first-parent", "--diff-filter=A", "--format=%H", "main", "--", lock)
    for where in (school_copy.server, school_copy.desk):
        school_copy.git("update-ref", "refs/heads/main", entry, where=where)
    school_copy.git("update-ref", "refs/remotes/origin/main", entry)
    shutil.rmtree(school_copy.root / "s", ignore_errors=True)
    return school_copy, held[found.replaced[0]]


def test_a_corrected_result_is_superseded(
    before: tuple[School, str], recall: Path, sheet: Path, tmp_path: Path
) -> None:
    """A true packet from before the correction; another pupil's of the same day still stands."""
    school, pupil = before
    other = PUPIL if pupil != PUPIL else "7400000002"
    for one, expected in ((pupil, (1, "invalid", ["HB514"])), (other, (0, "valid", []))):
        path = tmp_path / f"{one}.zip"
        school.does("van-thu", "transfer", "out", one, "-o", str(path))
        assert superseded(path.read_bytes(), tmp_path, "--root", str(sheet)) == (0, "undecided", [])
        assert superseded(path.read_bytes(), tmp_path, "--root", str(sheet), "--recall", str(recall)) == expected


def test_a_superseded_packet_is_not_taken_in(
    lived: School, before: tuple[School, str], recall: Path, sheet: Path, tmp_path: Path
) -> None:
    path = tmp_path / "goi.zip"
    before[0].does("van-thu", "transfer", "out", before[1], "-o", str(path))
    options = ("--root", str(sheet), "--recall", str(recall), "--class", "7a1", "--dry-run")
    result = lived.run("van-thu", "transfer", "in", str(path), *options)
    assert (result.exit_code, "Không nhận gói: HB514" in result.stderr) == (1, True), result.stderr
