"""``hocba build pdf``: which files are written, what a second run does, and how faults are told."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from hocba_build.domain.errors import Exit, HocbaError
from hocba_build.domain.school import SchoolRecords
from hocba_build.domain.values import ClassId, StudentId, YearId
from hocba_build.records.writer import files_of
from hocba_build.records.writes import write_files
from hocba_build.workflows.printing.pdfs import Means, PrintReport, Selection, print_pdfs
from tests.publishing.conftest import YEAR, Printable, fonts_of, text_of

CLASS = ClassId("6a1")


def build(records: SchoolRecords, out: Path, *, jobs: int = 1, selection: Selection | None = None) -> PrintReport:
    return print_pdfs(records, selection or Selection(YEAR, CLASS), out, means=Means(jobs=jobs))


def listed(records: SchoolRecords) -> list[StudentId]:
    return [row.student for row in records.years[YEAR].classes[CLASS].school_class.enrolments]


def content(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*.pdf")}


def remarked(records: SchoolRecords, pupil: StudentId, remark: str) -> SchoolRecords:
    """The records with another homeroom remark on one pupil."""
    year = records.years[YEAR]
    held = year.classes[CLASS]
    changed = replace(held, remarks={**held.remarks, pupil: remark})
    return replace(records, years={**records.years, YEAR: replace(year, classes={**year.classes, CLASS: changed})})


@pytest.fixture(scope="module")
def records(printable: Printable) -> SchoolRecords:
    return printable.records


@pytest.fixture(scope="module")
def built(records: SchoolRecords, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("pdf")
    report = build(records, out)
    assert (report.failures, report.reused) == ([], 0)
    return out


def test_a_file_a_pupil_and_one_a_class_in_list_order(records: SchoolRecords, built: Path) -> None:
    pupils = listed(records)
    assert sorted(content(built)) == sorted([f"{YEAR}/6a1.pdf", *(f"{YEAR}/6a1/{pupil}.pdf" for pupil in pupils)])
    names = [records.students[pupil].identities[-1].full_name.upper() for pupil in pupils]
    whole = text_of((built / YEAR / "6a1.pdf").read_bytes())
    covers = re.findall(r"Họ và tên học sinh (.+?) Trường:", whole)
    assert covers == names


def test_the_fonts_are_ours_embedded_and_cut_down(built: Path, records: SchoolRecords) -> None:
    fonts = fonts_of(built / YEAR / "6a1" / f"{listed(records)[0]}.pdf")
    assert {name.partition("+")[2] for name, _, _ in fonts} <= {
        "Liberation-Serif",
        "Liberation-Serif-Bold",
        "Liberation-Serif-Italic",
    }
    assert {(embedded, subset) for _, embedded, subset in fonts} == {("yes", "yes")}


def test_two_builds_give_the_same_bytes_on_one_core_or_two(records: SchoolRecords, built: Path, tmp_path: Path) -> None:
    build(records, tmp_path, jobs=2, selection=Selection(YEAR))
    again = {name: file for name, file in content(tmp_path).items() if name.startswith(f"{YEAR}/6a1")}
    assert again == content(built)


def test_what_did_not_change_is_left_alone(records: SchoolRecords, built: Path, tmp_path: Path) -> None:
    build(records, tmp_path)
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.pdf")}
    report = build(records, tmp_path)
    assert (report.printed, report.reused) == (0, len(listed(records)))
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.pdf")} == before


def test_one_change_prints_one_pupil_and_the_class(records: SchoolRecords, built: Path, tmp_path: Path) -> None:
    build(records, tmp_path)
    pupil = listed(records)[2]
    report = build(remarked(records, pupil, "Có tiến bộ rõ rệt."), tmp_path)
    assert (report.printed, report.reused) == (1, len(listed(records)) - 1)
    changed = {name for name, file in content(tmp_path).items() if content(built)[name] != file}
    assert changed == {f"{YEAR}/6a1.pdf", f"{YEAR}/6a1/{pupil}.pdf"}


@pytest.mark.parametrize("damage", ["gone", "cut"])
def test_a_damaged_file_is_printed_again(records: SchoolRecords, built: Path, tmp_path: Path, damage: str) -> None:
    build(records, tmp_path)
    victim = tmp_path / YEAR / "6a1" / f"{listed(records)[0]}.pdf"
    if damage == "gone":
        victim.unlink()
    else:
        victim.write_bytes(victim.read_bytes()[:500])
    assert build(records, tmp_path).printed == 1
    assert content(tmp_path) == content(built)


def test_one_bad_pupil_does_not_stop_the_rest(records: SchoolRecords, built: Path, tmp_path: Path) -> None:
    pupil = listed(records)[1]
    report = build(remarked(records, pupil, "Rất tốt 漢"), tmp_path)
    assert [(failure.class_id, failure.student) for failure in report.failures] == [(CLASS, pupil)]
    assert report.printed == len(listed(records)) - 1
    told = json.loads((tmp_path / "that-bai.json").read_text("utf-8"))
    assert [(one["lop"], one["ma"]) for one in told["that_bai"]] == [(CLASS, pupil)]
    assert not (tmp_path / YEAR / "6a1.pdf").exists()
    build(records, tmp_path)
    assert not (tmp_path / "that-bai.json").exists()
    assert content(tmp_path) == content(built)


def test_a_run_that_was_stopped_goes_on_where_it_was(records: SchoolRecords, built: Path, tmp_path: Path) -> None:
    class StoppedError(Exception):
        pass

    def stop(done: int, _total: int) -> None:
        if done == 3:
            raise StoppedError

    with pytest.raises(StoppedError):
        print_pdfs(records, Selection(YEAR, CLASS), tmp_path, means=Means(jobs=1), progress=stop)
    report = build(records, tmp_path)
    assert (report.reused, report.printed) == (3, len(listed(records)) - 3)
    assert content(tmp_path) == content(built)


def test_files_are_for_the_owner_only(built: Path) -> None:
    modes = {path.stat().st_mode & 0o077 for path in built.rglob("*")}
    assert modes == {0}


def test_names_stand_in_no_path(built: Path) -> None:
    assert all(re.fullmatch(r"[0-9a-z./-]+", path.relative_to(built).as_posix()) for path in built.rglob("*"))


@pytest.mark.parametrize(
    ("selection", "sentence"),
    [
        (Selection(YearId("1999-2000")), "Không có năm học 1999-2000."),
        (Selection(YEAR, ClassId("6a9")), f"Năm học {YEAR} không có lớp 6a9."),
        (
            Selection(YEAR, pupils=frozenset({StudentId("7400009999")})),
            f"Năm học {YEAR} không có học sinh 7400009999.",
        ),
    ],
)
def test_what_is_not_there_is_a_sentence(
    records: SchoolRecords, tmp_path: Path, selection: Selection, sentence: str
) -> None:
    with pytest.raises(HocbaError) as raised:
        build(records, tmp_path, selection=selection)
    assert raised.value.message == sentence


def test_a_machine_without_the_font_is_told_so(records: SchoolRecords, tmp_path: Path) -> None:
    """A fontconfig that knows no folder stands for a machine without the package."""
    write_files(tmp_path / "truong", files_of(records), {})
    config = tmp_path / "fonts.conf"
    config.write_text("<fontconfig></fontconfig>\n")
    hocba = [sys.executable, "-c", "from hocba_build.interfaces.cli import main; main()"]
    run = subprocess.run(
        [*hocba, "-C", str(tmp_path / "truong"), "build", "pdf", "-o", str(tmp_path / "pdf")],
        env={**os.environ, "FONTCONFIG_FILE": str(config)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == Exit.UNDECIDED
    assert "hocba: Máy chưa có phông chữ Liberation Serif bản 2" in run.stderr
    assert "fonts-liberation2" in run.stderr
    assert not list((tmp_path / "pdf").rglob("*.pdf"))
