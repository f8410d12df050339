"""Whatever was done to an archive has its code and its place, and is never «valid»."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import bagit
import pytest
from click.testing import CliRunner

from hocba_build.interfaces.cli import main
from hocba_build.trust.verdict import Verdict
from hocba_build.workflows.archive.judging import Case, check_content
from tests.archive.conftest import Archived
from tests.ledger.school import CLOSED

SCORES = f"lop-6a1/data/records/{CLOSED}/6a1/hk1/toan.yaml"
PAGES = "lop-6a1/data/hoc-ba/6a1.pdf"
TAGS = "lop-6a1/tagmanifest-sha256.txt"
LOCK = f"signatures/khoa-so/{CLOSED}/0003/khoa.yaml"


def told(said: Any) -> list[tuple[str, str | None]]:
    return [(one["code"], one["path"]) for one in said["findings"]]


def verified(archive: Archived, path: Path, *more: str, keys: str = "nguoi-ngoai") -> dict[str, Any]:
    result = archive.verify(path, "--json", *more, keys=keys)
    said: dict[str, Any] = json.loads(result.stdout)
    assert result.exit_code == {"valid": 0, "invalid": 1, "undecided": 3}[said["verdict"]]
    return said


def edit(place: Path, old: bytes, new: bytes) -> None:
    raw = place.read_bytes()
    assert old in raw
    place.write_bytes(raw.replace(old, new, 1))


def bagged_again(content: Path, bag: str) -> None:
    """What a careful forger does: every list of the bag fits again, and the list on top as well."""
    made = bagit.Bag(str(content / bag))
    made.save(manifests=True)
    listed = content / "luu-tru.txt"
    tags = f"{bag}/tagmanifest-sha256.txt"
    digest = hashlib.sha256((content / tags).read_bytes()).hexdigest()
    lines = listed.read_text().splitlines()
    listed.write_text("".join(f"{digest}  {tags}\n" if line.endswith(tags) else f"{line}\n" for line in lines))


def unsigned(content: Path) -> None:
    """The list without its signer: nobody vouches for it any more."""
    edit(content / "luu-tru.txt", b"nguoi: van-thu", b"nguoi: -")
    (content / "luu-tru.txt.asc").unlink()


def flip(content: Path) -> None:
    raw = bytearray((content / PAGES).read_bytes())
    raw[len(raw) // 2] ^= 1
    (content / PAGES).write_bytes(bytes(raw))


def cut(content: Path, path: str) -> None:
    raw = (content / path).read_bytes()
    (content / path).write_bytes(raw[: len(raw) // 2])


def swell(place: Path, size: int) -> None:
    """A file that takes no room on the disk, and all the memory of whoever reads it."""
    with place.open("r+b") as file:
        file.truncate(size)


def link(content: Path) -> None:
    (content / SCORES).unlink()
    (content / SCORES).symlink_to("/etc/hostname")


def fetching(content: Path) -> None:
    (content / "lop-6a1/fetch.txt").write_text("https://example.invalid/a 1 data/a\n")


Change = Callable[[Path], object]
DAMAGED: list[tuple[Change, str, str]] = [
    (flip, "HB541", PAGES),
    (lambda c: edit(c / SCORES, b"ck: ", b"ck:  "), "HB541", SCORES),
    (lambda c: (c / SCORES).unlink(), "HB541", SCORES),
    (lambda c: (c / "lop-6a1/data/them.txt").write_text("x"), "HB542", "lop-6a1/data/them.txt"),
    (lambda c: cut(c, "so/data/so.bundle"), "HB541", "so/data/so.bundle"),
    (lambda c: (c / "so/bagit.txt").unlink(), "HB541", "so/bagit.txt"),
    (lambda c: (c / "lop-6a1/manifest-sha512.txt").unlink(), "HB541", "lop-6a1/manifest-sha512.txt"),
    (lambda c: (c / "lop-6a1/manifest-sha256.txt").write_bytes(b"\xff\xfe"), "HB541", "lop-6a1"),
    (lambda c: edit(c / "README.vi.txt", b"2024", b"2023"), "HB541", "README.vi.txt"),
    (lambda c: (c / "la.exe").write_text("x"), "HB542", "la.exe"),
    (lambda c: (c / "ngoài.txt").write_text("x"), "HB542", "ngoài.txt"),
    (link, "HB542", SCORES),
    (fetching, "HB542", "lop-6a1/fetch.txt"),
    (lambda c: shutil.rmtree(c / "so"), "HB541", "so"),
    (lambda c: (c / "luu-tru.txt.asc").unlink(), "HB541", "luu-tru.txt.asc"),
    (lambda c: cut(c, "luu-tru.txt"), "HB540", "luu-tru.txt"),
    (lambda c: swell(c / "luu-tru.txt", 1024 * 1024 + 1), "HB542", "luu-tru.txt"),
    (lambda c: swell(c / "so/bag-info.txt", 64 * 1024 * 1024 + 1), "HB542", "so/bag-info.txt"),
    (lambda c: edit(c / "luu-tru.txt", b"dau-so: ", b"dau-so: " + b"0" * 40 + b"\n#"), "HB540", "luu-tru.txt"),
]
FALSE: list[tuple[Change, str, str]] = [
    (lambda c: edit(c / "luu-tru.txt", b"nguoi: van-thu", b"nguoi: hieu-truong"), "HB547", "luu-tru.txt.asc"),
    (lambda c: edit(c / "luu-tru.txt", b"nguoi: van-thu", b"nguoi: gv-khang"), "HB547", "luu-tru.txt.asc"),
    (lambda c: edit(c / "luu-tru.txt", b"khoa-so: 3", b"khoa-so: 1"), "HB543", "luu-tru.txt"),
    (lambda c: edit(c / "luu-tru.txt", f"nam-hoc: {CLOSED}".encode(), b"nam-hoc: 2025-2026"), "HB543", "luu-tru.txt"),
]


def named(value: object) -> str:
    return value if isinstance(value, str) else ""


@pytest.mark.parametrize(("change", "code", "place"), DAMAGED, ids=named)
def test_what_was_damaged_is_named(copied: Archived, change: Change, code: str, place: str) -> None:
    """The check of the content alone; ``test_content_decides`` shows what follows from it."""
    change(copied.content)
    case = Case(copied.content)
    check_content(case)
    assert (case.findings[0].code, case.findings[0].path) == (code, place)
    assert case.checks[0].verdict is Verdict.INVALID


def test_content_decides(copied: Archived) -> None:
    """One damaged class: the ledger and the other class are still looked at, the whole is not valid."""
    flip(copied.content)
    said = verified(copied, copied.content)
    assert (said["verdict"], told(said)) == ("invalid", [("HB541", PAGES)])
    checks = {name: one["verdict"] for name, one in said["checks"].items()}
    assert (checks["content"], checks["ledger"], checks["lock"], checks["records"]) == ("invalid", *["valid"] * 3)


@pytest.mark.parametrize(("change", "code", "place"), FALSE, ids=named)
def test_a_false_list_is_named(copied: Archived, change: Change, code: str, place: str) -> None:
    change(copied.content)
    said = verified(copied, copied.content)
    assert (said["verdict"], told(said)[0]) == ("invalid", (code, place))


def test_an_untouched_copy_is_valid(copied: Archived) -> None:
    assert verified(copied, copied.content)["verdict"] == "valid"


def test_what_a_system_leaves_on_a_stick_is_no_fault(copied: Archived) -> None:
    (copied.content / "System Volume Information").mkdir()
    (copied.content / ".Trash-1000").mkdir()
    assert verified(copied, copied.content)["verdict"] == "valid"


def test_a_score_in_a_bag_that_fits_again_is_not_the_ledgers(copied: Archived) -> None:
    edit(copied.content / SCORES, b"ck: ", b"ck: 1")
    bagged_again(copied.content, "lop-6a1")
    assert ("HB544", SCORES) in told(verified(copied, copied.content))


def test_a_file_that_is_missing_from_a_bag_that_fits_again(copied: Archived) -> None:
    (copied.content / SCORES).unlink()
    bagged_again(copied.content, "lop-6a1")
    assert ("HB544", SCORES) in told(verified(copied, copied.content))


def test_another_lock_beside_the_bundle(copied: Archived) -> None:
    edit(copied.content / "so/data" / LOCK, b"48/", b"49/")
    bagged_again(copied.content, "so")
    assert ("HB544", f"so/data/{LOCK}") in told(verified(copied, copied.content))


def test_a_transcript_changed_under_a_list_that_fits_again(copied: Archived) -> None:
    """The signature does not fit; without any signature the pages are printed again and differ."""
    flip(copied.content)
    bagged_again(copied.content, "lop-6a1")
    said = verified(copied, copied.content)
    assert (said["verdict"], told(said)) == ("invalid", [("HB547", "luu-tru.txt.asc")])
    unsigned(copied.content)
    said = verified(copied, copied.content, "--jobs", "1", keys="van-thu")
    assert (said["verdict"], told(said)) == ("invalid", [("HB546", PAGES)])


def test_pages_nobody_signed_are_printed_again(copied: Archived) -> None:
    """The life pages are sealed: only who holds a key of the office can print them as they were."""
    unsigned(copied.content)
    said = verified(copied, copied.content, "--jobs", "1", keys="van-thu")
    assert (said["verdict"], said["checks"]["pages"]["verdict"]) == ("valid", "valid")
    assert "in lại" in said["checks"]["pages"]["message"]


def test_pages_that_nobody_signed_and_a_stranger_cannot_print_are_not_believed(copied: Archived) -> None:
    unsigned(copied.content)
    said = verified(copied, copied.content, "--jobs", "1")
    assert (said["verdict"], said["checks"]["pages"]["verdict"], told(said)) == ("undecided", "undecided", [])
    assert "mã hoá" in said["checks"]["pages"]["message"]


def test_whoever_has_no_key_makes_an_archive_that_a_stranger_can_check(archived: Archived, tmp_path: Path) -> None:
    """Its life pages say that they are sealed, and so does a stranger's print of them."""
    home = tmp_path / "k"
    home.mkdir(mode=0o700)
    command = ["-C", str(archived.school.desk), "archive", CLOSED, "-o", str(tmp_path), "--root", str(archived.sheet)]
    env = {"HOCBA_PERSON": "", "GNUPGHOME": str(home), "HOCBA_STATE": str(tmp_path / "s")}
    made = CliRunner().invoke(main, [*command, "--jobs", "1"], env=env)
    assert (made.exit_code, "bản kê không có chữ kí" in made.stderr) == (0, True), made.output
    assert "trang lí lịch đã mã hoá" in made.stderr
    said = verified(archived, tmp_path / CLOSED, "--jobs", "1")
    assert (said["verdict"], said["nguoi"], said["checks"]["pages"]["verdict"]) == ("valid", None, "valid")


def test_pages_of_another_release_that_nobody_signed_are_not_believed(copied: Archived) -> None:
    unsigned(copied.content)
    listed = copied.content / "luu-tru.txt"
    lines = listed.read_text().splitlines(keepends=True)
    listed.write_text("".join(f"ban-in: {'0' * 64}\n" if line.startswith("ban-in") else line for line in lines))
    said = verified(copied, copied.content)
    assert (said["verdict"], said["checks"]["pages"]["verdict"]) == ("undecided", "undecided")


def test_a_pupil_without_a_transcript(copied: Archived) -> None:
    page = sorted((copied.content / "lop-6a1/data/hoc-ba").glob("74*.pdf"))[0]
    page.unlink()
    bagged_again(copied.content, "lop-6a1")
    unsigned(copied.content)
    said = verified(copied, copied.content)
    assert ("HB546", f"lop-6a1/data/hoc-ba/{page.name}") in told(said)


def test_a_receipt_about_another_ledger(copied: Archived) -> None:
    place = "lop-6a1/data/bien-ban.json"
    edit(copied.content / place, b'"tip": "', b'"tip": "0')
    bagged_again(copied.content, "lop-6a1")
    assert ("HB545", place) in told(verified(copied, copied.content))


def test_a_class_left_out_of_the_list(copied: Archived) -> None:
    listed = copied.content / "luu-tru.txt"
    listed.write_text("".join(line for line in listed.read_text().splitlines(keepends=True) if "lop-6a1" not in line))
    shutil.rmtree(copied.content / "lop-6a1")
    said = verified(copied, copied.content)
    assert told(said)[0] == ("HB543", "luu-tru.txt")


def test_an_image_cut_short_or_of_something_else(copied: Archived) -> None:
    raw = copied.image.read_bytes()
    for size in (0, 1000, 40_000, 200_000, len(raw) // 2):
        copied.image.write_bytes(raw[:size])
        said = verified(copied, copied.image)
        assert said["verdict"] == "invalid"
        assert told(said)[0][0] in {"HB540", "HB541"}, size
    copied.image.write_bytes(b"%PDF-1.7" + raw[8:60_000][::-1])
    assert told(verified(copied, copied.image)) == [("HB540", "dia-1.iso")]


def test_a_bit_anywhere_in_an_image_is_told_or_harmless(copied: Archived) -> None:
    """What the image holds beside its files (dates, tables for other systems) proves nothing and claims nothing."""
    raw = copied.image.read_bytes()
    place = raw.index((copied.content / PAGES).read_bytes()[:200])
    changed = bytearray(raw)
    changed[place + 100] ^= 1
    copied.image.write_bytes(bytes(changed))
    assert told(verified(copied, copied.image)) == [("HB541", PAGES)]


def test_an_archive_of_another_school(copied: Archived, tmp_path: Path) -> None:
    sheet = tmp_path / "khac.yaml"
    lines = copied.sheet.read_text("utf-8").splitlines(keepends=True)
    other = "".join(f"lap_so: {'ab' * 20}\n" if line.startswith("lap_so") else line for line in lines)
    sheet.write_text(other, "utf-8")
    result = CliRunner().invoke(main, ["archive", "verify", str(copied.content), "--root", str(sheet), "--json"])
    assert (result.exit_code, told(json.loads(result.stdout))) == (1, [("HB548", "luu-tru.txt")])


def test_without_a_sheet_nothing_is_decided(copied: Archived) -> None:
    result = CliRunner().invoke(main, ["archive", "verify", str(copied.content), "--json"])
    said = json.loads(result.stdout)
    assert (result.exit_code, said["verdict"], said["anchored"]) == (3, "undecided", False)
    assert ("HB386", "so/data/so.bundle") in told(said)


def test_an_empty_folder_is_no_archive(copied: Archived, tmp_path: Path) -> None:
    (tmp_path / "trong").mkdir()
    assert told(verified(copied, tmp_path / "trong")) == [("HB540", "luu-tru.txt")]
