"""Pages as they lie on paper, transcripts in one piece, and what the command says about what it does."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from pikepdf import Dictionary, Pdf

from hocba_build.domain.errors import Exit
from hocba_build.domain.paper_layout import Sheets
from hocba_build.interfaces.cli import main
from hocba_build.publishing.pdf_files import Part, booklet_order, gather, places_of
from hocba_build.publishing.transcript.printing import Order, print_orders
from tests.publishing.conftest import YEAR, Printable, letters_of, page_count, text_of
from tests.publishing.lasting import faults

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("pages", "sides"),
    [
        (4, [(3, 0), (1, 2)]),
        (5, [(None, 0), (1, None), (None, 2), (3, 4)]),
        (8, [(7, 0), (1, 6), (5, 2), (3, 4)]),
        (1, [(None, 0), (None, None)]),
    ],
)
def test_folded_sheets_read_in_order(pages: int, sides: list[tuple[int | None, int | None]]) -> None:
    assert booklet_order(pages) == sides


@pytest.mark.parametrize("pages", range(1, 20))
def test_every_page_lies_once_on_the_right_side(pages: int) -> None:
    order = booklet_order(pages)
    assert sorted(page for side in order for page in side if page is not None) == list(range(pages))
    assert len(order) % 2 == 0
    assert all(right is None or right % 2 == 0 for _, right in order)
    assert all(left is None or left % 2 == 1 for left, _ in order)


@pytest.fixture(scope="module")
def parts(printable: Printable, tmp_path_factory: pytest.TempPathFactory) -> list[Part]:
    """Two pupils of five pages each."""
    folder = tmp_path_factory.mktemp("hoc-sinh")
    found = []
    for outcome in print_orders([Order(printable.view(pupil)) for pupil in printable.pupils(6)[:2]]):
        path = folder / f"{outcome.student}.pdf"
        path.write_bytes(outcome.file or b"")
        found.append(Part(path, outcome.student))
    return found


def sizes(file: bytes) -> set[tuple[int, int]]:
    with Pdf.open(BytesIO(file)) as opened:
        return {(round(float(page.mediabox[2])), round(float(page.mediabox[3]))) for page in opened.pages}


def test_on_both_sides_each_pupil_begins_a_sheet(parts: Sequence[Part]) -> None:
    file = gather(parts, "Lớp", Sheets.DUPLEX)
    assert faults(file) == []
    assert page_count(file) == 12
    assert [page for page in range(1, 13) if "HỌCBẠTRUNGHỌC" in letters_of(file, page)] == [1, 7]
    assert letters_of(file, 6) == ""


def test_a_booklet_is_a_pair_of_pages_on_a_side(parts: Sequence[Part]) -> None:
    file = gather(parts, "Lớp", Sheets.BOOKLET)
    assert faults(file) == []
    assert sizes(file) == {(1191, 842)}
    assert page_count(file) == 8
    shown = [re.findall(r"Trang(\d)/5", letters_of(file, side)) for side in range(1, 9)]
    assert shown == [["1"], ["2"], ["3"], ["4", "5"]] * 2
    asked = ["pdftotext", "-f", "1", "-l", "1", "-bbox", "-", "-"]
    cover = subprocess.run(asked, input=file, check=True, capture_output=True).stdout.decode()
    assert (
        min(float(left) for left in re.findall(r'<word xMin="([\d.]+)"', cover)) > 595
    )  # The cover is the right half of the outermost sheet.


def test_the_letters_of_two_pupils_are_kept_once(parts: Sequence[Part]) -> None:
    for sheets in Sheets:
        with Pdf.open(BytesIO(gather(parts, "Lớp", sheets))) as opened:
            programs = [one for one in opened.objects if isinstance(one, Dictionary) and "/FontFile2" in one]
            assert len(programs) == 3


def test_in_one_piece_it_shows_the_same_and_carries_a_structure(printable: Printable) -> None:
    view = printable.view(printable.pupils(6)[0])
    bound, whole = (print_orders([Order(view, tagged=tagged)])[0].file for tagged in (False, True))
    assert bound is not None
    assert whole is not None
    assert faults(whole, "A") == []
    assert text_of(whole) == text_of(bound)
    assert [(one.name, one.page) for one in places_of(whole)] == [(one.name, one.page) for one in places_of(bound)]
    info = subprocess.run(
        ["pdfinfo", "-struct-text", "-"], input=whole, check=True, capture_output=True
    ).stdout.decode()
    assert info.count("Table") >= 3
    assert view.cover.full_name.upper() in " ".join(info.split())
    with Pdf.open(BytesIO(whole)) as opened, Pdf.open(BytesIO(bound)) as plain:
        assert opened.Root.MarkInfo.Marked
        assert [item.title for item in opened.open_outline().root] == [item.title for item in plain.open_outline().root]


def run(*asked: str) -> Any:
    done = CliRunner().invoke(main, ["-C", str(ROOT), "build", *asked])
    assert done.exception is None or isinstance(done.exception, SystemExit)
    return done


def test_a_dry_run_tells_and_writes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOCBA_STATE", str(tmp_path / "nho"))
    out = tmp_path / "pdf"
    asked = ["pdf", "--year", YEAR, "--pupil", "7400000102", "--only-year", "-o", str(out), "--json"]
    before = json.loads(run(*asked, "--dry-run").stdout)
    assert before == {
        "schema_version": 1,
        "du_kien": True,
        "da_in": 1,
        "giu_nguyen": 0,
        "to_moi": 1,
        "tep": [f"{YEAR}/8a1/7400000102.pdf"],
        "that_bai": [],
        "chua_doc": [],
    }
    assert not out.exists()
    made = json.loads(run(*asked).stdout)
    assert made == {**before, "du_kien": False}
    assert (out / made["tep"][0]).is_file()
    again = json.loads(run(*asked, "--dry-run").stdout)
    assert (again["da_in"], again["giu_nguyen"], again["to_moi"]) == (0, 1, 0)


def test_two_ways_to_lay_pages_do_not_go_together(tmp_path: Path) -> None:
    done = run("pdf", "--duplex", "--booklet", "-o", str(tmp_path / "pdf"))
    assert done.exit_code == Exit.USAGE
    assert "--duplex và --booklet không đi cùng nhau." in done.stderr


def test_a_site_is_tried_without_being_put_anywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOCBA_STATE", str(tmp_path / "nho"))
    out = tmp_path / "trang"
    asked = ["site", "6a1", "--audience", "class", "--year", YEAR, "-o", str(out), "--json"]
    tried = json.loads(run(*asked, "--dry-run").stdout)
    assert not out.exists()
    made = json.loads(run(*asked).stdout)
    assert made == {**tried, "du_kien": False}
    assert made["trang"] > 10
    assert (out / "index.html").is_file()
