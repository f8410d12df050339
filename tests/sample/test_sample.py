"""The sample as a whole: plausible, complete, and the same everywhere."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from hocba_build.domain.errors import RefusedError
from hocba_build.domain.people import Role
from hocba_build.domain.subjects import SUBJECTS
from hocba_build.domain.values import SEMESTERS, ClassId, Level, SubjectId, Term
from hocba_build.domain.vietnamese import collation_key
from hocba_build.records.checks import run_checks
from hocba_build.workflows.sample import Plan, generate, sample_files, write_sample
from tests.sample.conftest import Grown

ROOT = Path(__file__).parents[2]
SMALL = Plan(classes=2, pupils_per_class=6, years=2, seed=11)


def _digest(files: dict[str, bytes]) -> str:
    joined = b"".join(path.encode() + b"\0" + files[path] for path in sorted(files))
    return hashlib.sha256(joined).hexdigest()


@pytest.mark.parametrize("hash_seed", ["0", "1"])
def test_the_same_plan_gives_the_same_bytes(hash_seed: str) -> None:
    code = "from tests.sample.test_sample import SMALL, _digest, sample_files; print(_digest(sample_files(SMALL)))"
    environment = {**os.environ, "PYTHONHASHSEED": hash_seed, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, check=True, capture_output=True, text=True, cwd=ROOT
    )
    assert done.stdout.strip() == _digest(sample_files(SMALL))


def test_another_seed_gives_another_school() -> None:
    assert _digest(sample_files(SMALL)) != _digest(sample_files(Plan(2, 6, 2, seed=12)))


def test_the_committed_sample_is_what_the_generator_writes() -> None:
    files = sample_files(Plan())
    held = {path.relative_to(ROOT).as_posix() for path in (ROOT / "records").rglob("*.yaml")}
    assert held == {path for path in files if path.startswith("records/")}
    assert [path for path, data in files.items() if (ROOT / path).read_bytes() != data] == []


def test_no_check_finds_anything(grown: Grown) -> None:
    assert list(run_checks(grown.sample.records)) == []


@pytest.mark.parametrize("plan", [Plan(1, 3, 1, 1), Plan(3, 8, 4, 2), Plan(9, 6, 7, 3)])
def test_other_plans_are_sound_too(plan: Plan) -> None:
    assert list(run_checks(generate(plan))) == []


def test_levels_are_spread_as_in_a_real_school(grown: Grown) -> None:
    levels = Counter(result.terms[Term.CA_NAM].learning.level for result in grown.results.values())
    share = {level: 100 * levels[level] / len(grown.results) for level in Level}
    assert 12 <= share[Level.TOT] <= 27
    assert 35 <= share[Level.KHA] <= 50
    assert 25 <= share[Level.DAT] <= 40
    assert 2 <= share[Level.CHUA_DAT] <= 8


def test_lists_start_in_the_order_of_names(grown: Grown) -> None:
    students = grown.sample.records.students
    for year in (grown.complete, grown.open):
        for held in year.classes.values():
            began = [row for row in held.school_class.enrolments if row.since == year.year.first_day]
            names = [students[row.student].identity_on(year.year.first_day) for row in began]
            keys = [collation_key(name.full_name, name.given_name) for name in names]
            assert keys == sorted(keys), held.school_class.id


def test_ids_ascend_without_gaps(grown: Grown) -> None:
    ids = list(grown.sample.records.students)
    assert ids == [str(7_400_000_001 + place) for place in range(len(ids))]


def test_every_subject_has_its_teachers(grown: Grown) -> None:
    staff = grown.sample.records.staff
    for year in (grown.complete, grown.open):
        for class_id, held in year.classes.items():
            for term, subject in held.subjects:
                teachers = year.assignments.teachers(class_id, subject, term)
                assert teachers, (class_id, subject, term)
                assert all(staff[teacher].holds(Role.GIAO_VIEN, year.year.first_day) for teacher in teachers)


def test_departments_cover_all_subjects_once(grown: Grown) -> None:
    covered = [subject for department in grown.open.assignments.departments for subject in department.subjects]
    assert sorted(covered) == sorted(SUBJECTS)


def test_homeroom_teachers_teach_in_their_class(grown: Grown) -> None:
    for year in (grown.complete, grown.open):
        for room in year.assignments.homerooms:
            taught = [
                subject
                for (class_id, subject, _), teachers in year.assignments.teaching.items()
                if class_id == room.class_id and room.teacher in teachers and subject != "hdtn-hn"
            ]
            assert taught, room


def test_a_homeroom_changes_and_subjects_are_taught_together(grown: Grown) -> None:
    rooms = [room.teacher for room in grown.complete.assignments.homerooms if room.class_id == "9a1"]
    assert len(set(rooms)) == 2
    together = {subject for (_, subject, _), found in grown.complete.assignments.teaching.items() if len(found) == 2}
    assert {"khtn", "lich-su-va-dia-li", "nghe-thuat"} <= together
    assert grown.complete.assignments.deputies


def test_the_open_year_stands_in_march(grown: Grown) -> None:
    maths = SubjectId("toan")
    for held in grown.open.classes.values():
        first, second = (held.subjects[term, maths] for term in SEMESTERS)
        assert all(row.contents[""].final is not None for row in first.values())
        assert all(len(row.contents[""].regular) == 2 for row in second.values() if row.contents)
        assert all(row.contents[""].midterm is None for row in second.values() if row.contents)
        assert Term.HK2 not in held.conduct
        assert not held.reassessments
        assert not held.completions


def test_study_topics_and_own_electives(grown: Grown) -> None:
    held = grown.complete.classes[ClassId("12a1")]
    assert any(row.contents[""].study_topic for row in held.subjects[Term.HK2, SubjectId("ngu-van")].values())
    rows = [row for room in grown.complete.classes.values() for row in room.school_class.enrolments]
    assert any({"am-nhac", "mi-thuat"} & row.electives for row in rows)


def test_kept_years_have_the_form_of_their_time() -> None:
    records = generate(Plan(7, 3, 7, 5))
    forms = {(page.grade, page.year, page.form.value) for held in records.legacy.values() for page in held.values()}
    assert (9, "2023-2024", "tt58") in forms
    assert (6, "2021-2022", "tt22") not in forms
    assert records.school.began_with == "2021-2022"


def test_a_folder_with_another_school_is_left_alone(tmp_path: Path) -> None:
    write_sample(tmp_path, SMALL)
    write_sample(tmp_path, SMALL)
    with pytest.raises(RefusedError):
        write_sample(tmp_path, Plan(1, 3, 2, seed=1))
