"""The text of printed files beside the data: figures, levels, names of every year, and the data inside the file itself.

One pupil in eight by default; ``HOCBA_EVERY_PUPIL=1`` takes the whole sample school, in minutes.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pikepdf import Pdf

from hocba_build.domain.subjects import ORDER
from hocba_build.domain.values import SchoolLevel, StudentId, YearId
from hocba_build.trust.year_end.frozen import leaves_of
from hocba_build.trust.year_end.leaves import canonical_json
from hocba_build.workflows.open_school import open_school
from hocba_build.workflows.printing.pdfs import Means, Selection, print_pdfs
from tests.publishing.conftest import text_of
from tests.publishing.lasting import faults

ROOT = Path(__file__).resolve().parents[2]
STEP = 1 if os.environ.get("HOCBA_EVERY_PUPIL") else 8
WORDS = {"10.0": "10", "dat": "Đạt", "chua_dat": "Chưa đạt", "mien": "Miễn", "tot": "Tốt", "kha": "Khá"}
Leaf = dict[str, Any]


@dataclass(frozen=True)
class Transcript:
    """A printed file, and what a lock would freeze of each of its years."""

    pupil: StudentId
    file: bytes
    text: str
    leaves: dict[YearId, Leaf]


@pytest.fixture(scope="module")
def transcripts(tmp_path_factory: pytest.TempPathFactory) -> list[Transcript]:
    """Whole transcripts of the sample school, as the command prints them."""
    records, out = open_school(ROOT).records, tmp_path_factory.mktemp("pdf")
    frozen = {
        year: {pupil: leaf for held in leaves_of(records, year).values() for pupil, leaf in held.items()}
        for year in records.years
    }
    last = max(records.years)
    pupils = frozenset(sorted(frozen[last])[::STEP])
    locks = frozenset(records.years)  # The mark of a draft runs through the text of its page.
    report = print_pdfs(records, Selection(last, pupils=pupils), out, means=Means(jobs=2), locked=locks)
    assert (report.failures, report.printed) == ([], len(pupils))
    found = {StudentId(path.stem): path.read_bytes() for path in out.rglob("74*.pdf")}
    return [
        Transcript(
            pupil, file, text_of(file), {year: leaf for year in frozen if (leaf := of_level(frozen, last, year, pupil))}
        )
        for pupil, file in found.items()
    ]


def of_level(frozen: Mapping[YearId, Mapping[StudentId, Leaf]], last: YearId, year: YearId, pupil: StudentId) -> Leaf:
    """A pupil's leaf of a year; none where that was at another level, which has a transcript of its own."""
    leaf = frozen[year].get(pupil, {})
    level = SchoolLevel.of_grade(frozen[last][pupil]["khoi"])
    return leaf if leaf and SchoolLevel.of_grade(leaf["khoi"]) is level else {}


def shown(value: str | None) -> str:
    return "" if value is None else WORDS.get(value, value.replace(".", ","))


def said(leaf: Leaf) -> Iterator[str]:
    """What the pages of a leaf must say; narrow cells break «Chưa đạt», so such a row is looked for in parts."""
    yield from (
        leaf[key] for key in ("ho_ten", "lop", "nam_hoc", "chu_nhiem", "hieu_truong", "nhan_xet") if key in leaf
    )
    for subject in sorted(leaf["mon"], key=ORDER.__getitem__):
        cells = [shown(leaf["mon"][subject][key]) for key in ("hk1", "hk2", "ca_nam", "danh_gia_lai")]
        row = " ".join(filter(None, cells))
        yield from row.split() if "Chưa" in row else [row]
    for term in ("hk1", "hk2"):
        yield from shown(leaf[term]["hoc_tap"]).split()


def missing(text: str, leaf: Leaf) -> list[str]:
    """What a file's text does not say of a leaf."""
    whole = f" {text} "
    return [part for part in said(leaf) if part and f" {part} " not in whole]


def test_every_figure_and_name_of_every_year_is_on_the_pages(transcripts: list[Transcript]) -> None:
    assert sum(len(one.leaves) for one in transcripts) > 1.2 * len(transcripts) > 40
    wrong = {(one.pupil, year): missing(one.text, leaf) for one in transcripts for year, leaf in one.leaves.items()}
    assert {place: parts for place, parts in wrong.items() if parts} == {}


def test_a_changed_figure_is_seen(transcripts: list[Transcript]) -> None:
    """The comparison above does find what a page does not say."""
    one = transcripts[0]
    leaf = next(iter(one.leaves.values()))
    subject, row = next(iter(leaf["mon"].items()))
    assert missing(one.text, leaf) == []
    assert missing(one.text, {**leaf, "mon": {**leaf["mon"], subject: {**row, "hk1": "1.1"}}})
    assert missing(one.text, {**leaf, "ho_ten": "Nguyễn Văn Khác"}) == ["Nguyễn Văn Khác"]


def test_the_data_inside_is_what_a_lock_freezes(transcripts: list[Transcript]) -> None:
    for one in transcripts:
        with Pdf.open(BytesIO(one.file)) as opened:
            inside = {name: held.get_file().read_bytes() for name, held in opened.attachments.items()}
        assert inside == {f"ket-qua-{year}.json": canonical_json(leaf) for year, leaf in one.leaves.items()}


def test_every_file_lasts(transcripts: list[Transcript]) -> None:
    assert {one.pupil: wrong for one in transcripts if (wrong := faults(one.file))} == {}
