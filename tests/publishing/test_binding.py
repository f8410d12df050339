"""Leaves are printed once and bound again and again: what a bound file says, and what is never printed twice."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from pikepdf import Array, OutlineItem, Pdf

from hocba_build.domain.results import evaluate_year
from hocba_build.domain.school import SchoolRecords
from hocba_build.domain.values import ClassId, SchoolLevel, StudentId, YearId
from hocba_build.exchange.code_reader import codes_in
from hocba_build.publishing.pdf_files import Attachment, Strip, places_of, put_on
from hocba_build.publishing.qr import modules
from hocba_build.publishing.transcript.leaves import LeafOrder
from hocba_build.publishing.transcript.model import TranscriptView
from hocba_build.publishing.transcript.printing import Batch, Job, Order, Printed, print_batch
from hocba_build.publishing.transcript.view import transcript_view
from hocba_build.workflows.printing.leaf_store import LeafStore
from hocba_build.workflows.printing.pdfs import Means, PrintReport, Selection, print_pdfs
from hocba_build.workflows.sample import Plan, generate
from tests.publishing.conftest import letters_of, page_count, text_of
from tests.publishing.lasting import faults

LAST = YearId("2025-2026")
CLASS = ClassId("7a1")
DATA = Attachment("ket-qua.json", b'{"ma":"7400000001"}', "K\u1ebft qu\u1ea3")


@pytest.fixture(scope="module")
def records() -> SchoolRecords:
    """A small school with two years; its seventh grade has been here for both."""
    return generate(Plan(classes=2, pupils_per_class=3, years=2))


@pytest.fixture(scope="module")
def views(records: SchoolRecords) -> list[TranscriptView]:
    results = {year: evaluate_year(held, records.students) for year, held in records.years.items()}
    pupils = [pupil for pupil, result in results[LAST].items() if result.class_id == CLASS]
    return [transcript_view(records, results, pupil, SchoolLevel.THCS, LAST) for pupil in pupils]


@pytest.fixture(scope="module")
def printed(views: list[TranscriptView]) -> Printed:
    made = print_batch(Batch(tuple(Job.of(Order(view, data=(DATA,))) for view in views)))
    assert [outcome.fault for outcome in made.outcomes] == [""] * len(views)
    return made


@pytest.fixture(scope="module")
def file(printed: Printed) -> bytes:
    assert printed.outcomes[0].file is not None
    return printed.outcomes[0].file


def test_a_bound_file_is_one_that_lasts(file: bytes) -> None:
    assert faults(file) == []


def blind(opened: Pdf) -> None:
    for font in opened.pages[3].Resources.Font.values():
        del font.DescendantFonts[0].FontDescriptor.FontFile2


def act(opened: Pdf) -> None:
    opened.Root.OpenAction = opened.make_indirect(opened.pages[0].obj)


@pytest.mark.parametrize(
    ("damage", "fault"),
    [
        (lambda opened: opened.Root.__delattr__("OutputIntents"), "no output intent"),
        (lambda opened: opened.Root.__delattr__("Metadata"), "no XMP"),
        (lambda opened: opened.docinfo.__setitem__("/Title", "Khác"), "/Title of XMP differs"),
        (lambda opened: opened.Root.__delattr__("AF"), "files that are not associated"),
        (blind, "font on page 4"),
        (act, "forbidden: /OpenAction"),
    ],
)
def test_what_would_not_last_is_seen(file: bytes, damage: Callable[[Pdf], None], fault: str) -> None:
    """The check that the other tests rely on does find what is wrong."""
    target = BytesIO()
    with Pdf.open(BytesIO(file)) as opened:
        damage(opened)
        opened.save(target, preserve_pdfa=False, force_version="1.7")
    assert fault in faults(target.getvalue())


def test_numbers_run_through_all_leaves(file: bytes) -> None:
    count = page_count(file)
    assert count == 7
    assert [f"Trang{page}/{count}" in letters_of(file, page) for page in range(1, count + 1)] == [True] * count


def destination(item: OutlineItem) -> tuple[int, int]:
    assert isinstance(item.destination, Array)
    return item.destination[0].objgen


def test_the_table_of_contents_leads_to_each_year(file: bytes) -> None:
    with Pdf.open(BytesIO(file)) as opened, opened.open_outline() as outline:
        entries = {item.title: destination(item) for item in outline.root}
        pages = [page.obj.objgen for page in opened.pages]
    assert [(title, pages.index(target)) for title, target in entries.items()] == [
        ("Bìa", 0),
        ("Hướng dẫn sử dụng học bạ", 1),
        ("Sơ yếu lí lịch và quá trình học tập", 2),
        ("Năm học 2024-2025, lớp 6A1", 3),
        ("Năm học 2025-2026, lớp 7A1", 5),
    ]


def test_rooms_for_signatures_and_codes_have_names(file: bytes) -> None:
    places = {place.name: place for place in places_of(file)}
    of_a_year = {"xac-nhan-chu-nhiem": 0, "xac-nhan-hieu-truong": 0, "chu-nhiem": 1, "hieu-truong": 1, "ban-sao": 1}
    wanted = {
        f"{room}.{year}": first + page
        for year, first in (("2024-2025", 3), ("2025-2026", 5))
        for room, page in of_a_year.items()
    }
    assert {name: place.page for name, place in places.items()} == {"hieu-truong.li-lich": 2, **wanted}
    for place in places.values():
        left, bottom, right, top = place.rect
        assert 56 < left < right < 562
        assert 51 < bottom < top < 805
        assert top - bottom >= 62  # 22 mm: a seal needs them.


def test_a_copy_bears_its_number_on_every_page_and_a_code_for_each_year(file: bytes, tmp_path: Path) -> None:
    """Still a file that lasts, another document than the one it was made from, and the same again from the same."""
    years = ("2024-2025", "2025-2026")
    lines = (
        "Bản số 0001/2025-2026",
        "Nơi nhận: Học sinh và gia đình, trường nơi học sinh chuyển đến, cơ quan cấp trên.",
    )
    strips = [Strip(f"ban-sao.{year}", modules(f"HB1:{year}" + "X" * 350), lines) for year in years]
    copy = put_on(file, lines[0], strips)
    assert copy == put_on(file, lines[0], strips)
    assert faults(copy) == []
    assert document_of(copy) != document_of(file)
    count = page_count(copy)
    assert ["Bảnsố0001/2025-2026" in letters_of(copy, page) for page in range(1, count + 1)] == [True] * count
    path = tmp_path / "ban.pdf"
    path.write_bytes(copy)
    assert codes_in(path) == [f"HB1:{year}" + "X" * 350 for year in years]


def document_of(file: bytes) -> bytes:
    """The identifier in a file's description."""
    with Pdf.open(BytesIO(file)) as opened:
        return opened.Root.Metadata.read_bytes().partition(b"uuid:")[2][:36]


def test_a_copy_without_room_for_its_code(file: bytes) -> None:
    with pytest.raises(KeyError, match="2030-2031"):
        put_on(file, "Bản số 0001/2025-2026", [Strip("ban-sao.2030-2031", modules("HB1:X"), ())])


def test_the_data_lies_inside(file: bytes) -> None:
    with Pdf.open(BytesIO(file)) as opened:
        assert opened.attachments["ket-qua.json"].get_file().read_bytes() == DATA.content


def test_bound_again_from_kept_leaves_it_is_the_same_file(views: list[TranscriptView], printed: Printed) -> None:
    jobs = tuple(Job.of(Order(view, data=(DATA,))) for view in views)
    again = print_batch(Batch(jobs, printed.leaves, printed.shared))
    assert again.leaves == {}
    assert again.outcomes == printed.outcomes


def test_a_bound_file_shows_what_a_whole_one_shows(views: list[TranscriptView], file: bytes) -> None:
    """Page by page the same words: nothing is lost between leaves."""
    leaves = [*LeafOrder.front(views[0]), *(LeafOrder.of_year(views[0], year.year) for year in views[0].years)]
    assert [leaf.name for leaf in leaves] == ["bia", "huong-dan", "li-lich", "2024-2025", "2025-2026"]
    for number, section in enumerate(section for leaf in leaves for section in leaf.sections()):
        words = [part for part in section.markup.replace("<", ">").split(">")[::2] if len(part) > 12]
        shown = letters_of(file, number + 1)
        assert words
        assert all("".join(part.replace("&#160;", "").split()) in shown for part in words), section.name


def build(records: SchoolRecords, out: Path, kept: Path, **means: object) -> PrintReport:
    held = Means(jobs=1, kept=kept, **means)  # type: ignore[arg-type] # named by each test
    return print_pdfs(records, Selection(LAST, CLASS), out, means=held, locked=frozenset({YearId("2024-2025")}))


def remarked(records: SchoolRecords, pupil: StudentId, remark: str) -> SchoolRecords:
    """The records with another homeroom remark in the open year."""
    year = records.years[LAST]
    held = year.classes[CLASS]
    changed = replace(held, remarks={**held.remarks, pupil: remark})
    return replace(records, years={**records.years, LAST: replace(year, classes={**year.classes, CLASS: changed})})


def test_locked_years_are_never_printed_again(records: SchoolRecords, tmp_path: Path) -> None:
    pupils = [row.student for row in records.years[LAST].classes[CLASS].school_class.enrolments]
    first = build(records, tmp_path / "pdf", tmp_path / "to")
    assert first.leaves == 1 + 4 * len(pupils)  # All have the same instructions.
    changed = build(remarked(records, pupils[0], "Tiến bộ rõ."), tmp_path / "pdf", tmp_path / "to")
    assert (changed.printed, changed.leaves) == (1, 1)
    elsewhere = build(records, tmp_path / "noi-khac", tmp_path / "to")
    assert (elsewhere.printed, elsewhere.leaves) == (len(pupils), 0)


@pytest.mark.parametrize("kind", ["to-in", "phong"])
def test_a_damaged_leaf_is_printed_again(records: SchoolRecords, tmp_path: Path, kind: str) -> None:
    build(records, tmp_path / "pdf", tmp_path / "to")
    victim = next(path for path in (tmp_path / "to" / kind).rglob("*") if path.is_file())
    raw = bytearray(victim.read_bytes())
    raw[200] ^= 1
    victim.write_bytes(raw)
    again = build(records, tmp_path / "again", tmp_path / "to")
    assert again.failures == []
    assert again.leaves == (1 if kind == "to-in" else 13)
    name = next((tmp_path / "pdf").rglob("74*.pdf")).relative_to(tmp_path / "pdf")
    assert (tmp_path / "again" / name).read_bytes() == (tmp_path / "pdf" / name).read_bytes()


def test_an_opened_life_page_is_never_kept(records: SchoolRecords, tmp_path: Path) -> None:
    pupils = [row.student for row in records.years[LAST].classes[CLASS].school_class.enrolments]
    build(records, tmp_path / "pdf", tmp_path / "to", secret=frozenset(pupils[:1]))
    again = build(records, tmp_path / "again", tmp_path / "to")
    assert again.leaves == 1


def test_the_leaves_unused_for_longest_are_forgotten_first(records: SchoolRecords, tmp_path: Path) -> None:
    build(records, tmp_path / "pdf", tmp_path / "to")
    kept = sorted(path for path in (tmp_path / "to" / "to-in").rglob("*") if path.is_file())
    for age, path in enumerate(kept):
        os.utime(path, (1_000_000 + age, 1_000_000 + age))
    room = sum(path.stat().st_size for path in kept[5:])
    LeafStore(tmp_path / "to").prune(room)
    assert [path.is_file() for path in kept] == [False] * 5 + [True] * (len(kept) - 5)
    again = build(records, tmp_path / "again", tmp_path / "to")
    assert (again.failures, again.leaves) == ([], 5)
    assert min(path.stat().st_mtime for path in kept[5:]) > 2_000_000  # Read again, so used again.


def test_kept_leaves_are_for_the_owner_only(records: SchoolRecords, tmp_path: Path) -> None:
    build(records, tmp_path / "pdf", tmp_path / "to")
    kept = [path for path in (tmp_path / "to").rglob("*") if path.is_file()]
    assert len(kept) == 14
    assert {path.stat().st_mode & 0o077 for path in kept} == {0}
    assert not any(pupil in json.dumps([str(path) for path in kept]) for pupil in records.students)


def test_the_class_file_lasts_and_names_its_pupils(records: SchoolRecords, tmp_path: Path) -> None:
    build(records, tmp_path / "pdf", tmp_path / "to")
    file = (tmp_path / "pdf" / LAST / f"{CLASS}.pdf").read_bytes()
    assert faults(file) == []
    pupils = [row.student for row in records.years[LAST].classes[CLASS].school_class.enrolments]
    names = [records.students[pupil].identities[-1].full_name for pupil in pupils]
    with Pdf.open(BytesIO(file)) as opened, opened.open_outline() as outline:
        assert [item.title for item in outline.root] == names
    assert all(name.upper() in text_of(file) for name in names)
