"""What holds for every check, and the small judgements inside some of them."""

from __future__ import annotations

import re
import shutil
from datetime import date
from pathlib import Path

import pytest

from hocba_build.domain.people import Identity, Student
from hocba_build.domain.regulations.roadmap import under_tt22
from hocba_build.domain.school import SchoolRecords
from hocba_build.domain.values import StudentId, YearId
from hocba_build.records.checks import CHECKS, identity, run_checks
from hocba_build.records.reader import disk_source, read_records

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"
OVERLAYS = sorted(path for path in (EXAMPLES / "invalid").glob("HB2*") if path.is_dir())


def read(root: Path, *overlays: Path) -> SchoolRecords:
    for folder in (EXAMPLES / "base", *overlays):
        shutil.copytree(folder, root, dirs_exist_ok=True, ignore=shutil.ignore_patterns("expected.yaml"))
    records = read_records(disk_source(root)).records
    assert records is not None
    return records


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_every_check_says_which_codes_it_gives(check: object) -> None:
    assert re.match(r"HB2\d\d", str(check.__doc__))


@pytest.mark.parametrize("folder", OVERLAYS, ids=lambda folder: folder.name)
def test_findings_tell_no_names_and_no_personal_ids(folder: Path, tmp_path: Path) -> None:
    """What a check prints ends up in logs: pupils are their school id there."""
    records = read(tmp_path, folder)
    messages = " ".join(finding.message for finding in run_checks(records))
    names = {name.full_name for student in records.students.values() for name in student.identities}
    assert not [name for name in names if name in messages]
    assert not re.search(r"\d{11}", messages)


def student(number: int, full_name: str, *, female: bool = True, born: str = "2014-05-17") -> Student:
    held = Identity(date(2025, 8, 15), full_name, female, date.fromisoformat(born))
    return Student(StudentId(f"740000000{number}"), (held,))


def school_with(tmp_path: Path, *students: Student) -> SchoolRecords:
    """The base's school, but with these pupils' files."""
    base = read(tmp_path)
    return SchoolRecords(
        school=base.school,
        staff=base.staff,
        students={each.id: each for each in students},
        families=base.families,
        sealed_families=frozenset(),
        years={},
        legacy={},
    )


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Nguyễn Thị Hoà", "Nguyễn Thị Hòa", True),
        ("Lê Thuý Vi", "Lê Thúy  vi", True),
        ("Trần Khuê", "Trần Khuê", True),
        ("Nguyễn Thị Hoà", "Nguyễn Thị Hoa", False),
        ("Nguyễn Thị Hoà", "Nguyễn Thị Hoá", False),
        ("Vũ Gia Hân", "Vũ Gia Han", False),
        ("Đỗ An", "Do An", False),
    ],
)
def test_near_names(one: str, other: str, same: bool, tmp_path: Path) -> None:
    records = school_with(tmp_path, student(1, one), student(2, other))
    found = [(finding.code, finding.path) for finding in identity.near_twins(records)]
    assert found == ([("HB221", "records/hoc-sinh/7400000002.yaml")] if same else [])


@pytest.mark.parametrize(
    ("female", "born", "agrees"),
    [
        (True, "2014-01-31", True),
        (False, "2014-01-31", False),
        (True, "2015-01-31", False),
        (True, "1914-01-31", False),
    ],
)
def test_personal_ids(female: bool, born: str, agrees: bool, tmp_path: Path) -> None:
    """The first pupil's personal id (074 3 14 …) is that of a girl born in 2014."""
    records = school_with(tmp_path, student(1, "Lò Thị Ánh", female=female, born=born))
    found = [finding.code for finding in identity.contradicting_personal_ids(records)]
    assert found == ([] if agrees else ["HB211"])


@pytest.mark.parametrize(
    ("grade", "first"),
    [(6, "2021"), (7, "2022"), (8, "2023"), (9, "2024"), (10, "2022"), (11, "2023"), (12, "2024")],
)
def test_roadmap(grade: int, first: str) -> None:
    """TT 22/2021, Điều 21."""
    begins = int(first)
    assert under_tt22(grade, YearId(f"{begins}-{begins + 1}"))
    assert not under_tt22(grade, YearId(f"{begins - 1}-{begins}"))
