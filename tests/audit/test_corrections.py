"""Corrections on the transcript: what the ledger shows since the first signature, or since the lock before."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from hocba_build.domain.results import evaluate_year
from hocba_build.domain.values import SchoolLevel, StudentId, SubjectId
from hocba_build.interfaces.cli import main
from hocba_build.publishing.transcript.corrections import Before, corrected
from hocba_build.publishing.transcript.model import Corrections, YearPages
from hocba_build.publishing.transcript.printing import Order, print_orders
from hocba_build.publishing.transcript.sections import year_pages
from hocba_build.publishing.transcript.view import Approvals, transcript_view
from hocba_build.records.reader import read_records
from hocba_build.trust.git.tree_source import TreeSource
from hocba_build.trust.judge import Bench
from hocba_build.workflows.audit.corrections import pages_before
from hocba_build.workflows.ledger.approvals import approved
from hocba_build.workflows.ledger.history import History
from hocba_build.workflows.ledger.lock_acts import Decided, LockMaker, Opening
from tests.ledger.school import CLOSED, School
from tests.publishing.conftest import YEAR as PRINTED
from tests.publishing.conftest import Printable, page_count, printable, text_of
from tests.trust.simulator import YEAR, SchoolSimulator, conduct, maths
from tests.trust.test_chronicle import approved_correction
from tests.trust.year_end import FOLDER, decide, locked, sign, signed, state_of

__all__ = ["printable"]
PUPIL, OTHER = StudentId("7400000001"), StudentId("7400000002")
MATHS = SubjectId("toan")
SECOND = f"{FOLDER}/hk2/toan.yaml"
CONDUCT = f"{FOLDER}/hk2/ren-luyen.yaml"
NONE = Corrections()


def page(school: SchoolSimulator, pupil: StudentId = PUPIL) -> YearPages:
    """The pupil's pages as they would be printed now."""
    history = history_of(school)
    records = read_records(TreeSource(history.trees, history.tree, YEAR)).records
    assert records is not None
    results = {YEAR: evaluate_year(records.years[YEAR], records.students)}
    approvals = Approvals(before=pages_before(history, [YEAR]))
    return transcript_view(records, results, pupil, SchoolLevel.THCS, YEAR, approvals=approvals).years[-1]


def history_of(school: SchoolSimulator) -> History:
    return History(school.judge(), school.main, state_of(school), Bench(school.trees))


def struck(pages: YearPages) -> dict[str, str]:
    """What is struck in the row of maths, by cell, with what stands beside it."""
    (row,) = [row for row in pages.rows if row.subject == MATHS]
    return {name: f"{old} → {getattr(row, name)}" for name, old in row.was.items()}


def correct(school: SchoolSimulator, midterm: str) -> None:
    """The maths teacher changes the first pupil's midterm score of the second semester."""
    approved_correction(school, "gv-lan", "gv-thu", SECOND, maths(midterm, term="hk2"))


def opened(school: SchoolSimulator, decision: str, path: str = SECOND) -> None:
    maker = LockMaker(Bench(school.trees), state_of(school), YEAR)
    decide(school, maker.unlock(Decided(decision, "2026-07-01"), Opening((path,), "Vào nhầm.")))


def locked_again(school: SchoolSimulator, decision: str) -> None:
    for person in ("gv-lan", "gv-thu", "pho-hieu-truong"):
        sign(school, person)
    maker = LockMaker(Bench(school.trees), state_of(school), YEAR)
    decide(school, maker.lock(Decided(decision, "2026-07-09"), summer=True))


# --- what counts ------------------------------------------------------------------------------------------------


def test_a_change_before_any_signature_is_no_correction() -> None:
    school = signed()
    assert (page(school).corrections, struck(page(school))) == (NONE, {})


def test_each_printed_cell_that_differs_since_the_first_signature_is_one() -> None:
    school = signed()
    correct(school, "9")
    pages = page(school)
    assert struck(pages) == {"hk2": "8,0 → 8,2", "year": "8,0 → 8,1"}
    assert (pages.corrections.count, pages.corrections.subjects) == ("2", "Toán")
    (note,) = pages.corrections.notes
    assert re.fullmatch(
        r"Sửa sau khi kí xác nhận: Toán, học kì II, Nguyễn Thị Lan sửa và kí ngày \d\d/\d\d/\d{4}, "
        r"Nguyễn Thị Thư xác nhận\.",
        note,
    )
    assert page(school, OTHER).corrections == NONE


def test_a_new_signature_does_not_make_an_old_correction_vanish() -> None:
    school = signed()
    correct(school, "9")
    for person in ("gv-lan", "gv-thu", "pho-hieu-truong"):
        sign(school, person)
    assert page(school).corrections.count == "2"


def test_what_is_changed_back_is_no_correction() -> None:
    school = signed()
    correct(school, "9")
    correct(school, "8")
    assert (page(school).corrections, struck(page(school))) == (NONE, {})


def test_a_score_that_changes_no_printed_cell_is_no_correction() -> None:
    school = signed()
    correct(school, "8.1")
    assert page(school).corrections == NONE


def test_a_cell_that_was_empty_is_filled_not_corrected() -> None:
    school = signed()
    raw = maths("8", term="hk2").replace(b"ck: 8}", b"ck: 8, nhan_xet: Tot}", 1).replace(b"Tot", "Tốt".encode())
    approved_correction(school, "gv-lan", "gv-thu", SECOND, raw)
    pages = page(school)
    assert (pages.corrections.count, struck(pages)) == ("không", {})
    assert next(row.remark for row in pages.rows if row.subject == MATHS) == "Tốt"


def test_after_a_lock_the_decision_is_named() -> None:
    school = locked()
    opened(school, "47/QĐ-BM")
    correct(school, "9")
    for state in ("open", "locked again"):
        if state == "locked again":
            locked_again(school, "48/QĐ-BM")
        pages = page(school)
        assert struck(pages) == {"hk2": "8,0 → 8,2", "year": "8,0 → 8,1"}
        (note,) = pages.corrections.notes
        assert note.startswith(
            "Sửa sau khi khoá sổ, theo Quyết định số 47/QĐ-BM ngày 01/07/2026: Toán, học kì II, Nguyễn Thị Lan sửa"
        )


def test_after_a_second_unlock_the_page_is_held_against_the_lock_before_and_both_decisions_are_told() -> None:
    school = locked()
    opened(school, "47/QĐ-BM")
    correct(school, "9")
    locked_again(school, "48/QĐ-BM")
    opened(school, "49/QĐ-BM")
    correct(school, "10")
    pages = page(school)
    assert struck(pages) == {"hk2": "8,2 → 8,4", "year": "8,1 → 8,3"}
    assert [re.findall(r"số (\S+) ngày", note) for note in pages.corrections.notes] == [["47/QĐ-BM"], ["49/QĐ-BM"]]


def test_an_amendment_that_changes_no_printed_cell_is_still_told() -> None:
    school = locked()
    opened(school, "47/QĐ-BM")
    correct(school, "8.1")
    pages = page(school)
    assert (pages.corrections.count, struck(pages), len(pages.corrections.notes)) == ("không", {}, 1)


def test_a_correction_before_the_lock_is_forgotten_once_the_lock_is_the_measure() -> None:
    """A page of the first lock showed it; a page of the second shows what came after the first."""
    school = signed()
    correct(school, "9")
    for person in ("gv-lan", "gv-thu", "pho-hieu-truong"):
        sign(school, person)
    maker = LockMaker(Bench(school.trees), state_of(school), YEAR)
    decide(school, maker.lock(Decided("45/QĐ-BM", "2026-06-05"), summer=True))
    assert page(school).corrections.count == "2"
    opened(school, "47/QĐ-BM")
    assert page(school).corrections == NONE


def test_conduct_is_struck_on_the_summary() -> None:
    school = signed()
    approved_correction(school, "gv-thu", "gv-lan", CONDUCT, conduct("kha", term="hk2"))
    pages = page(school)
    assert [row.was for row in pages.summary.rows] == [{}, {"conduct": "Tốt"}, {"conduct": "Tốt"}]
    assert pages.corrections == NONE
    (note,) = pages.summary.notes
    assert "Rèn luyện, học kì II, Nguyễn Thị Thư sửa" in note


# --- what is printed --------------------------------------------------------------------------------------------


def with_before(printable: Printable, before: Before) -> YearPages:
    return corrected(printable.view(printable.pupils(6)[0]).years[-1], before)


def test_a_year_without_corrections_is_printed_byte_for_byte_as_without_a_history(printable: Printable) -> None:
    view = printable.view(printable.pupils(6)[0], locked=True)
    told = replace(view, years=tuple(corrected(year, Before()) for year in view.years))
    plain = [section.markup for section in year_pages(view, PRINTED)]
    assert [section.markup for section in year_pages(told, PRINTED)] == plain
    assert not any("old" in re.findall(r'class="([^"]*)"', markup) for markup in plain)
    files = [outcome.file for outcome in print_orders([Order(view), Order(replace(told, student=StudentId("1")))])]
    alone = [outcome.file for outcome in print_orders([Order(view)])]
    assert files[:1] == alone


def test_the_old_value_stands_struck_before_the_new_one(printable: Printable) -> None:
    view = printable.view(printable.pupils(6)[0])
    year = view.years[-1]
    (row,) = [row for row in year.rows if row.subject == MATHS]
    before = Before({MATHS: replace(row, hk2="1,2", remark="<b>Cũ</b>")}, notes=("Sửa <i>sau</i>.",))
    told = replace(view, years=(corrected(year, before),))
    markup = year_pages(told, PRINTED)[0].markup
    assert f'<td class="n"><span class="old">1,2</span> {row.hk2}</td>' in markup
    assert '<span class="old">&lt;b&gt;Cũ&lt;/b&gt;</span> ' in markup
    assert "sửa chữa ở <b>2</b> chỗ, thuộc môn học, hoạt động giáo dục: <b>Toán</b></p>" in markup
    assert '<p class="amended">Sửa &lt;i&gt;sau&lt;/i&gt;.</p>' in markup


@pytest.mark.parametrize("grade", [6, 10])
def test_a_page_full_of_corrections_keeps_every_word_on_its_page(printable: Printable, grade: int) -> None:
    view = printable.view(printable.pupils(grade)[0])
    year = view.years[-1]
    old = {
        row.subject: replace(row, hk1="Chưa đạt", hk2="0,1", year="0,2", remark="Nhận xét cũ " * 8)
        for row in year.rows
        if row.used and row.subject is not None
    }
    notes = tuple(f"Sửa sau khi khoá sổ, theo Quyết định số {number}/QĐ-BM: môn thứ {number}." for number in range(9))
    told = replace(view, years=(*view.years[:-1], corrected(year, Before(old, notes=notes))))
    (outcome,) = print_orders([Order(told, PRINTED)])
    assert outcome.file is not None, outcome.fault
    pages = [text_of(outcome.file, number + 1) for number in range(page_count(outcome.file))]
    assert f"sửa chữa ở {4 * len(old)} chỗ" in "".join(pages)
    assert "".join(pages).count("0,1") >= len(old)
    assert all(f"theo Quyết định số {number}/QĐ-BM" in "".join(pages) for number in range(9))


# --- on a real school -------------------------------------------------------------------------------------------


def printed(school: School, out: Path, *words: str) -> Path:
    asked = ["-C", str(school.desk), "build", "pdf", "--year", CLOSED, "--class", "6a1", "-o", str(out), *words]
    result = CliRunner().invoke(main, asked, env={"HOCBA_STATE": str(out / "s")})
    assert result.exit_code == 0, result.output
    return out / CLOSED / "6a1"


def test_the_corrected_pupils_page_shows_it_and_nobody_elses(lived: School, tmp_path: Path) -> None:
    sheet = ("--root", str(lived.root / "goc-tin-cay.yaml"))
    texts = [text_of(path.read_bytes(), 4) for path in sorted(printed(lived, tmp_path, *sheet).glob("*.pdf"))]
    changed = [text for text in texts if "sửa chữa ở không chỗ" not in text]
    assert len(changed) == 1 < len(texts)
    assert re.search(r"sửa chữa ở \d chỗ, thuộc môn học, hoạt động giáo dục: Toán", changed[0])
    assert "theo Quyết định số 47/QĐ-BM-2025 ngày 20/08/2025: Toán, học kì II, Tô Quốc Khang sửa và kí" in changed[0]


def test_without_the_sheet_nothing_is_claimed(lived: School, tmp_path: Path) -> None:
    texts = [text_of(path.read_bytes(), 4) for path in printed(lived, tmp_path).glob("*.pdf")]
    assert all("sửa chữa ở không chỗ" in text and "47/QĐ-BM-2025" not in text for text in texts)


def test_of_files_that_are_not_the_ledgers_nothing_is_claimed(school_copy: School) -> None:
    sheet = school_copy.root / "goc-tin-cay.yaml"
    honest = approved(school_copy.desk, sheet)
    assert (sorted(honest.locked), len(honest.approvals.before)) == ([CLOSED], 1)
    school_copy.edit(f"records/{CLOSED}/6a1/hk2/toan.yaml", r"ck: [\d.]+", "ck: 0")
    dirty = approved(school_copy.desk, sheet)
    assert (dirty.locked, dirty.approvals.before) == (frozenset(), {})
