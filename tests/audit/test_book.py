"""The book behind the report: doubts, repairs, keys, late changes, pages that end; each on a ledger made for it."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest

from hocba_build.domain.people import KeyStatus
from hocba_build.publishing.audit import pages, places, tables, views, views_ledger
from hocba_build.publishing.audit.document import summary_document
from hocba_build.publishing.audit.inspection import Inspection
from hocba_build.publishing.audit.lines import in_pages
from hocba_build.publishing.audit.places import Places
from hocba_build.publishing.audit.report import report_pdf
from hocba_build.publishing.site.render import render_page
from hocba_build.records.cell_words import column_words, scope_words, value_words
from hocba_build.trust.judge import Bench
from hocba_build.trust.recovery.taint import Affirmed
from hocba_build.trust.state import Witness
from hocba_build.trust.story.check_list import SENTENCES, Outcome, checks
from hocba_build.workflows.audit.inspecting import Scope, inspection
from hocba_build.workflows.ledger.history import History
from tests.publishing.conftest import text_of
from tests.trust.simulator import MATHS, SPORT, YEAR, SchoolSimulator, maths, sport
from tests.trust.test_chronicle import SECOND, approved_correction, corrected
from tests.trust.test_recovery import affirmed, broken, lose_key, repair
from tests.trust.year_end import signed

ROOT = Path(__file__).resolve().parents[2]
PUPIL = "7400000001"


@pytest.fixture
def school() -> SchoolSimulator:
    return SchoolSimulator()


def case_of(school: SchoolSimulator) -> Inspection:
    judged = school.judge()
    assert judged.state is not None
    return inspection(History(judged, school.main, judged.state, Bench(school.trees)), Places(), Scope())


def markup(case: Inspection, path: str) -> str:
    """A page's inner HTML, with single spaces."""
    every = [*pages.other_pages(case), *(page for room in case.rooms for page in pages.room_pages(case, room))]
    (found,) = [page for page in every if page.path == path]
    return " ".join(render_page(found, None).split())


# --- what deserves a look ---------------------------------------------------------------------------------------


def test_a_lost_keys_entries_wait_and_are_told_until_they_are_affirmed(school: SchoolSimulator) -> None:
    school.entry("gv-lan", {MATHS: maths()}, "gv-hung")
    lose_key(school, "gv-lan", 5)
    case = case_of(school)
    doubts = views_ledger.doubts_page(case)
    assert [(one.entry.index, one.person.text) for one in doubts.doubts] == [(5, "Nguyễn Thị Lan")]
    assert [check.outcome for check in case.checks if "khoá đã lộ" in check.sentence] == [Outcome.LUU_Y]
    assert "Cần xác nhận lại" in markup(case, "index.html")
    affirmed(school, (Affirmed(5),), "gv-hung")
    after = views_ledger.doubts_page(case_of(school))
    assert (after.doubts, [one.index for one in after.affirmed]) == ((), [5])


def test_annulled_commits_are_told_with_the_repair(school: SchoolSimulator) -> None:
    school.entry("gv-lan", {MATHS: maths()}, "gv-hung")
    bad = broken(school)
    repair(school, bad)
    case = case_of(school)
    ((entry, commits),) = views_ledger.doubts_page(case).repairs
    assert (entry.index, entry.act, commits) == (6, "Sửa chữa sổ", tuple(bad))
    assert "Bấm nhầm nút Merge" in text_of(report_pdf(case))
    assert [row[-1] for row in tables.entry_rows(case)][-1] == "; ".join(bad)
    assert [change.cell.new for change in case.book.changes((YEAR, "6a1")) if change.cell.new == "10"] == []


def test_late_changes_are_those_after_a_signature_or_a_lock() -> None:
    school = signed()
    assert case_of(school).late == []
    approved_correction(school, "gv-lan", "gv-thu", SECOND, maths("9", term="hk2"))
    (late,) = case_of(school).late
    assert (late.place.path, late.signed, late.amends) == (SECOND, True, None)
    (amended,) = [deed for deed in case_of(corrected()).late if deed.amends]
    assert amended.amends is not None
    assert amended.amends.record.decision == "47/QĐ-BM"


def test_the_register_knows_since_when_and_until_when(school: SchoolSimulator) -> None:
    old = school.people["gv-lan"].fingerprint
    school.entry("gv-lan", {MATHS: maths()}, "gv-hung")
    lose_key(school, "gv-lan", 5)
    keys = {key.fingerprint: key for key in case_of(school).keys}
    lost, new = keys[old], keys[school.people["gv-lan"].fingerprint]
    assert (lost.status, lost.since, lost.last, lost.uses, lost.distrusted_from) == (KeyStatus.LO, 1, 5, 1, 5)
    assert (new.status, new.since, new.last, new.uses) == (KeyStatus.DANG_DUNG, 6, None, 0)
    founder = keys[school.people["hieu-truong"].fingerprint]
    assert (founder.since, founder.last) == (0, 6)


def test_cells_are_counted_by_entry_and_class(school: SchoolSimulator) -> None:
    school.entry("gv-lan", {MATHS: maths()}, "gv-hung")
    school.entry("gv-lan", {MATHS: maths("7")}, "gv-hung")
    case = case_of(school)
    assert (case.counts[5].first, case.counts[5].changed) == (12, 0)
    assert (case.counts[6].first, case.counts[6].changed) == (0, 1)
    (room,) = case.rooms
    assert case.room_counts(room) == sum((case.counts[entry] for entry in case.counts), type(case.counts[5])())


# --- pages and tables -------------------------------------------------------------------------------------------


def test_a_change_as_a_page_shows_it(school: SchoolSimulator) -> None:
    school.entry("gv-lan", {MATHS: maths("8")}, "gv-hung")
    school.entry("gv-lan", {MATHS: maths("7.5")}, "gv-hung")
    shown = markup(case_of(school), f"lop/{YEAR}/6a1/index.html")
    assert '<tr><th scope="row"><a href="../../../muc/index.html#muc-6">6</a></th>' in shown
    assert "<td>Toán, học kì I</td>" in shown
    way = f'<a class="name" href="../../../hoc-sinh/{YEAR}/{PUPIL}.html">Lò Thị Ánh</a>'
    assert (
        f'<li> {way}: giữa kì <span class="was">8</span> → <strong>7,5</strong></li>'.replace("<li> ", "<li>") in shown
    )
    person = '<a href="../../../nguoi/gv-lan/index.html">Nguyễn Thị Lan</a>'
    assert f'<td>{person}<br><span class="hint">Giáo viên Toán lớp 6A1, học kì I</span></td>' in shown


@pytest.mark.parametrize("hostile", ["=1+1", "+84 gọi mẹ", "-2+3", "@SUM(A1)", "＝1"])
def test_a_table_holds_no_formula(school: SchoolSimulator, hostile: str) -> None:
    raw = maths().replace(b"ck: 8}", f'ck: 8, nhan_xet: "{hostile}"}}'.encode(), 1)
    school.entry("gv-lan", {MATHS: raw}, "gv-hung")
    case = case_of(school)
    (room,) = case.rooms
    text = tables.csv_text(tables.CHANGES, tables.change_rows(case, case.deeds_in(room)))
    table = list(csv.DictReader(io.StringIO(text.removeprefix(tables.BOM))))
    (remark,) = [row["moi"] for row in table if row["cot"] == "nhan_xet"]
    assert remark == f"'{hostile}"
    assert not [cell for row in table for cell in row.values() if cell.startswith(("=", "+", "-", "@", "＝"))]


@pytest.mark.parametrize("harmless", ["8.5", "Tốt", "2025-2026", "", "a=b"])
def test_an_ordinary_cell_is_left_alone(harmless: str) -> None:
    assert tables.safe(harmless) == harmless


def test_data_is_never_markup(school: SchoolSimulator) -> None:
    hostile = "<img src=x onerror=alert(1)>{{ 7*7 }}"
    raw = maths().replace(b"ck: 8}", f'ck: 8, nhan_xet: "{hostile}"}}'.encode(), 1)
    school.entry("gv-lan", {MATHS: raw}, "gv-hung")
    case = case_of(school)
    shown = markup(case, f"hoc-sinh/{YEAR}/{PUPIL}.html")
    assert "&lt;img src=x onerror=alert(1)&gt;{{ 7*7 }}" in shown
    assert "<img" not in shown


def test_a_long_ledger_goes_on_on_further_pages(school: SchoolSimulator, monkeypatch: pytest.MonkeyPatch) -> None:
    for score in "5678":
        school.entry("gv-lan", {MATHS: maths(score)}, "gv-hung")
    monkeypatch.setattr(places, "ENTRIES_A_PAGE", 3)
    monkeypatch.setattr(pages, "ENTRIES_A_PAGE", 3)
    case = case_of(school)
    listed = {page.path: page for page in pages.other_pages(case)}
    assert [path for path in listed if path.startswith("muc/")] == ["muc/index.html", "muc/2.html", "muc/3.html"]
    assert [line.index for line in listed["muc/3.html"].view().lines] == [7, 8]  # type: ignore[attr-defined]
    assert 'id="muc-7"' in render_page(listed["muc/3.html"], None)
    assert case.places.entry(7) == "muc/3.html#muc-7"
    assert 'aria-current="page">3</span>' in render_page(listed["muc/3.html"], None)
    assert "nguoi/gv-lan/2.html" in listed


def test_a_class_with_many_changes_is_cut_into_pages_and_nothing_is_lost(school: SchoolSimulator) -> None:
    for score in "5678":
        school.entry("gv-lan", {MATHS: maths(score, score)}, "gv-hung")
    case = case_of(school)
    (room,) = case.rooms
    changed = [deed for deed in case.deeds_in(room) if not deed.first]
    assert [len(deed.changes) for deed in changed] == [2, 2, 2]
    cut = in_pages(changed, 3)
    assert [len(part) for part in cut] == [1, 1, 1]
    assert [deed for part in cut for deed in part] == changed
    assert in_pages([]) == [[]]


def test_json_lines_tell_the_same_as_the_table(school: SchoolSimulator) -> None:
    school.entry("gv-lan", {MATHS: maths()}, "gv-hung")
    school.entry("gv-mai", {SPORT: sport()}, "gv-hung")
    case = case_of(school)
    (room,) = case.rooms
    deeds = [json.loads(line) for line in tables.deed_lines(case.deeds_in(room))]
    cells = [(deed["muc"], cell["hoc_sinh"] or "", cell["cot"], cell["moi"]) for deed in deeds for cell in deed["o"]]
    rows = [(row[9], row[3], row[5], row[7]) for row in tables.change_rows(case, case.deeds_in(room))]
    assert cells == rows


def test_a_class_move_is_told_of_the_pupil(school: SchoolSimulator) -> None:
    path = f"records/{YEAR}/6a1/lop.yaml"
    text = school.content(path).decode()
    left = text.replace(
        '{ma: "7400000002", tu_ngay: "2025-09-05"}', '{ma: "7400000002", tu_ngay: "2025-09-05", den_ngay: "2025-12-01"}'
    )
    school.entry("van-thu", {path: left.encode()}, "truong-van-phong")
    case = case_of(school)
    (change,) = [change for change in case.book.changes((YEAR, "6a1")) if change.file.account.index == 5]
    assert (change.cell.pupil, change.cell.column, change.cell.new) == (
        "7400000002",
        "danh_sach.den_ngay",
        "2025-12-01",
    )
    assert "danh sách lớp: đến ngày" in markup(case, f"hoc-sinh/{YEAR}/7400000002.html")


# --- words ------------------------------------------------------------------------------------------------------


def test_every_code_of_the_ledger_belongs_to_exactly_one_check() -> None:
    codes = [path.stem for path in (ROOT / "docs/ma-loi").glob("HB[13]*.md")]
    owners = {code: [sentence for sentence, held in SENTENCES if code.startswith(held)] for code in codes}
    assert {code: held for code, held in owners.items() if len(held) != 1} == {}
    assert len(codes) > 50


def test_a_check_that_was_not_made_is_not_told_as_right(school: SchoolSimulator) -> None:
    told = {check.sentence.split()[0]: check.outcome for check in checks(school.judge(), witnesses=0)}
    assert (told["Sổ"], told["Ngày"]) == (Outcome.CHUA, Outcome.CHUA)
    with_witness = {
        check.sentence.split()[0]: check.outcome for check in checks(school.judge(), witnesses=1, remembered=True)
    }
    assert (with_witness["Sổ"], with_witness["Ngày"]) == (Outcome.DUNG, Outcome.DUNG)


def test_every_key_of_a_pupils_record_has_a_word() -> None:
    kinds = (
        "hoc-sinh lop diem nhan-xet-mon nghe-thuat ren-luyen chuyen-can danh-gia-lai ren-luyen-he khen-thuong nhan-xet "
        "hoan-thanh quyet-dinh chuyen-den nam-cu chung"
    ).split()
    schemas = [json.loads((ROOT / f"schema/{kind}.schema.json").read_text("utf-8")) for kind in kinds]
    keys = {key for schema in schemas for key in keys_in(schema)}
    assert {key for key in keys if re.search("_", column_words(key)) or column_words(key) == key} - {"tx"} == set()


def keys_in(schema: object) -> set[str]:
    """The keys that a schema allows, anywhere in it."""
    if isinstance(schema, list):
        return {key for inner in schema for key in keys_in(inner)}
    if not isinstance(schema, dict):
        return set()
    own = set(schema["properties"]) if isinstance(schema.get("properties"), dict) else set()
    return own | {key for inner in schema.values() for key in keys_in(inner)}


@pytest.mark.parametrize(
    ("column", "words"),
    [
        ("tx2", "TX2"),
        ("am_nhac.tx1", "Âm nhạc TX1"),
        ("2025-09.khong_phep", "tháng 9/2025 không phép"),
        ("mon_hoc.6.toan", "số tiết khối 6, Toán"),
        ("khong_du.1", "không dự thứ 1:"),
    ],
)
def test_a_column_in_words(column: str, words: str) -> None:
    assert column_words(column) == words


def test_a_value_in_words() -> None:
    assert [value_words(value) for value in ("8.5", "chua_dat", None, "Tiến bộ")] == ["8,5", "Chưa đạt", "–", "Tiến bộ"]
    assert [value_words(value) for value in ("hk1", "xep_muc", "gioi")] == ["Học kì I", "xếp mức", "Giỏi"]


def test_a_part_of_a_class_in_words() -> None:
    parts = ("7a1/toan", "7a1", "7a1/khac")
    assert [scope_words(part) for part in parts] == ["Toán, lớp 7a1", "lớp 7a1", "lớp 7a1, khac"]


def test_the_overview_names_the_newest_witness_or_that_there_is_none(school: SchoolSimulator) -> None:
    case = case_of(school)
    assert views.newest_witness(case) == "chưa có"
    case.book.state.witnesses.append(Witness(4, 3, 1_767_225_600, "thu", "1"))
    assert views.newest_witness(case) == "01/01/2026 07:00, thu thấy đến mục 3"
    assert [one["thay_den_muc"] for one in summary_document(case)["moc_thoi_gian"]] == [3]
    assert next(check for check in case.checks if check.sentence.startswith("Ngày")).outcome is Outcome.DUNG
