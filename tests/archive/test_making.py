"""What ``hocba archive`` leaves, and what it refuses; nobody's name stands in a file's name."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest

from hocba_build.exchange.archive_form import Medium, fill_discs
from tests.archive.conftest import Archived, archive
from tests.archive.test_altered import bagged_again, unsigned
from tests.ledger.school import CLOSED, OPEN, School


def files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_an_archive_holds_the_ledger_and_every_class(archived: Archived) -> None:
    said = archived.verify(archived.content, "--json")
    assert said.exit_code == 0, said.output
    document = json.loads(said.stdout)
    assert (document["schema_version"], document["verdict"], document["anchored"]) == (1, "valid", True)
    assert document["tui"] == ["lop-10a1", "lop-6a1", "so"]
    assert document["chua_kiem"] == ["register", "superseded"]
    assert {one["verdict"] for name, one in document["checks"].items() if name not in document["chua_kiem"]} == {
        "valid"
    }
    held = files(archived.content)
    for bag in document["tui"]:
        assert {f"{bag}/manifest-sha256.txt", f"{bag}/manifest-sha512.txt", f"{bag}/bag-info.txt"} <= set(held)
    assert {"so/data/so.bundle", "so/data/bien-ban.json", "so/data/goc-tin-cay.yaml", "README.vi.txt"} <= set(held)
    frozen = archived.school.desk / f"signatures/khoa-so/{CLOSED}/0003/6a1.yaml"
    pupils = re.findall(r'^  "(\d{10})":', frozen.read_text("utf-8"), re.MULTILINE)
    pages = [path for path in held if path.startswith("lop-6a1/data/hoc-ba/")]
    assert pages == sorted(f"lop-6a1/data/hoc-ba/{name}.pdf" for name in (*pupils, "6a1"))


def test_names_are_ids_in_plain_ascii(archived: Archived) -> None:
    assert [path for path in files(archived.folder) if not re.fullmatch(r"[A-Za-z0-9./-]+", path)] == []


def test_the_image_holds_what_the_folder_holds(archived: Archived, tmp_path: Path) -> None:
    """Read by a program that is not ours, which knows the names that Linux shows."""
    command = ["xorriso", "-osirrox", "on", "-indev", str(archived.image), "-extract", "/", str(tmp_path / "d")]
    subprocess.run(command, check=True, capture_output=True)
    assert files(tmp_path / "d") == files(archived.content)
    for path in files(archived.content):
        assert (tmp_path / "d" / path).read_bytes() == (archived.content / path).read_bytes(), path
    assert archived.verify(archived.image).exit_code == 0


def test_names_are_whole_for_windows_too(archived: Archived) -> None:
    command = ["xorriso", "-read_fs", "norock", "-indev", str(archived.image), "-find", "/", "-type", "f"]
    shown = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    assert sorted(line.strip("'/") for line in shown.splitlines()) == files(archived.content)


def test_labels_say_what_is_on_the_disc_and_name_no_pupil(archived: Archived) -> None:
    text = subprocess.run(
        ["pdftotext", "-layout", archived.folder / "nhan-dia.pdf", "-"], check=True, capture_output=True, text=True
    ).stdout
    assert text.count("\f") == 2
    for words in ("HỌC BẠ ĐIỆN TỬ", f"Năm học {CLOSED}", "Đĩa 1/1", "Lớp 6A1, 10A1", f"HB-{CLOSED}-1", "Nơi giữ"):
        assert words in text, words
    names = [path.read_text("utf-8") for path in archived.school.desk.glob("records/hoc-sinh/*.yaml")]
    found = {name for one in names for name in re.findall(r"ho_ten: ([^,}]+)", one)}
    assert found
    assert [name for name in found if name in text] == []


def test_a_year_that_is_open_is_refused(archived: Archived, tmp_path: Path) -> None:
    refused = archived.school.run("van-thu", "archive", OPEN, "-o", str(tmp_path / "o"))
    assert (refused.exit_code, f"Năm học {OPEN} chưa khoá sổ" in refused.stderr) == (4, True)
    assert not (tmp_path / "o").exists()


def test_a_teacher_signs_no_archive(archived: Archived, tmp_path: Path) -> None:
    refused = archive(archived.school, tmp_path / "o", person="gv-khang")
    assert (refused.exit_code, "gv-khang không được lập bản lưu trữ" in refused.stderr) == (4, True)
    assert not (tmp_path / "o").exists()


def test_another_schools_sheet_archives_nothing(archived: Archived, tmp_path: Path) -> None:
    sheet = tmp_path / "khac.yaml"
    text = archived.sheet.read_text("utf-8")
    sheet.write_text(re.sub(r"lap_so: .*", f'lap_so: "{"ab" * 20}"', text), "utf-8")
    made = archived.school.run("van-thu", "archive", CLOSED, "-o", str(tmp_path / "o"), "--root", str(sheet))
    assert (made.exit_code, "Lịch sử của sổ không đứng vững" in made.stderr) == (1, True), made.output
    assert not (tmp_path / "o" / CLOSED).exists()


def test_a_dry_run_says_what_would_be_made(archived: Archived, tmp_path: Path) -> None:
    said = json.loads(archive(archived.school, tmp_path / "o", "--dry-run", "--json").stdout)
    assert (said["lop"], said["nguoi_ki"], said["he"]) == ({"6a1": 7, "10a1": 6}, "van-thu", True)
    assert not (tmp_path / "o").exists()


def test_what_was_printed_is_not_printed_again(archived: Archived, tmp_path: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in archived.pages.rglob("*.pdf")}
    assert len(before) >= 13
    made = archive(archived.school, tmp_path / "o", "--json")
    assert {path: path.stat().st_mtime_ns for path in archived.pages.rglob("*.pdf")} == before
    assert [disc["lop"] for disc in json.loads(made.stdout)["dia"]] == [["6a1", "10a1"]]


def test_a_folder_of_somebody_else_stays(archived: Archived, tmp_path: Path) -> None:
    (tmp_path / CLOSED).mkdir()
    (tmp_path / CLOSED / "thu.txt").write_text("của tôi")
    assert archive(archived.school, tmp_path).exit_code == 4
    assert (tmp_path / CLOSED / "thu.txt").read_text() == "của tôi"


@pytest.mark.parametrize(
    ("sizes", "capacity", "filled"),
    [
        ({"a": 40, "b": 40, "c": 40}, 130, [["a", "b", "c"]]),
        ({"a": 40, "b": 40, "c": 40}, 110, [["a", "b"], ["c"]]),
        ({"a": 100, "b": 1}, 110, [["a"], ["b"]]),
    ],
)
def test_discs_are_filled_in_order(sizes: dict[str, int], capacity: int, filled: list[list[str]]) -> None:
    assert fill_discs(sizes, 10, Medium("thử", capacity)) == filled


def test_a_class_larger_than_a_disc_is_named() -> None:
    with pytest.raises(ValueError, match=r"^b$"):
        fill_discs({"a": 1, "b": 100}, 10, Medium("thử", 109))


def test_several_discs_each_prove_themselves(archived: Archived, tmp_path: Path) -> None:
    """A disc that holds one class has the whole ledger; what lies on the other one is not claimed."""
    from hocba_build.domain.values import YearId
    from hocba_build.exchange.archive_form import ENTRY, TABLES
    from hocba_build.workflows.archive.bags import size_of
    from hocba_build.workflows.archive.make import Wish, make_archive

    content = archived.content
    largest = max(size_of(content / bag, ENTRY) for bag in ("lop-6a1", "lop-10a1"))
    shared = TABLES + sum(size_of(path, ENTRY) for path in content.iterdir() if not path.name.startswith("lop-"))
    small = Medium("thử", shared + largest + 10_000)
    school: School = archived.school
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOCBA_PERSON", "van-thu")
        patch.setenv("GNUPGHOME", str(school.root / "khoa/van-thu"))
        patch.setenv("HOCBA_STATE", str(school.root / "s"))
        wish = Wish(YearId(CLOSED), tmp_path, archived.sheet, printed=archived.pages, medium=small)
        made = make_archive(school.desk, wish, lambda _done, _all: None)
    assert [disc.names for disc in made.discs] == [["6A1"], ["10A1"]]
    for number, other in ((1, "10A1"), (2, "6A1")):
        image = made.folder / f"dia-{number}.iso"
        assert image.stat().st_size <= small.capacity
        said = json.loads(archived.verify(image, "--json").stdout)
        assert (said["verdict"], said["chua_kiem"]) == ("valid", ["complete", "register", "superseded"])
        assert said["checks"]["complete"]["message"] == f"lớp {other} ở đĩa khác, chưa xem"


def test_sealed_transcripts_lie_beside_the_printed_ones(archived: Archived, tmp_path: Path) -> None:
    """A seal is an addition at a file's end: what stands before it is the print, byte by byte."""
    sealed = tmp_path / "ki"
    for page in archived.pages.glob(f"{CLOSED}/*/74*.pdf"):
        target = sealed / page.relative_to(archived.pages)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(page.read_bytes() + b"% them\n")
    missing = sorted(sealed.rglob("*.pdf"))[0]
    kept = missing.read_bytes()
    missing.unlink()
    refused = archive(archived.school, tmp_path / "o", "--sealed", str(sealed))
    assert (refused.exit_code, f"Chưa có bản kí số của {missing.parent.name}/{missing.stem}" in refused.stderr) == (
        4,
        True,
    )
    missing.write_bytes(b"%PDF-1.7 khac" + kept)
    refused = archive(archived.school, tmp_path / "o", "--sealed", str(sealed))
    assert (refused.exit_code, "là của bản in khác" in refused.stderr) == (4, True)
    assert not (tmp_path / "o" / CLOSED).exists()
    missing.write_bytes(kept)
    assert archive(archived.school, tmp_path / "o", "--sealed", str(sealed)).exit_code == 0
    content = tmp_path / "o" / CLOSED / "luu-tru"
    assert len(list(content.glob("lop-*/data/hoc-ba-ki/*.pdf"))) == 13
    assert archived.verify(content).exit_code == 0
    place = "lop-6a1/data/hoc-ba-ki"
    one = sorted((content / place).iterdir())[0]
    one.write_bytes(one.read_bytes()[100:])
    bagged_again(content, "lop-6a1")
    unsigned(content)
    said = json.loads(archived.verify(content, "--json").stdout)
    assert [(fault["code"], fault["path"]) for fault in said["findings"]] == [("HB546", f"{place}/{one.name}")]
