"""The register of copies in the ledger: numbers, figures and signatures are right, and what is recalled stays so."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from hocba_build.domain.copies import BatchRow, CopyId, Purpose, Reason, Withdrawn
from hocba_build.domain.values import ClassId, PersonId, StudentId
from hocba_build.exchange.copy_check import Known, Standing, judge_code
from hocba_build.records.copies import batch_path, encode_batch, encode_recall, recall_path
from hocba_build.trust.papers.copies import slips_of
from hocba_build.trust.papers.office_copies import batches_in
from hocba_build.trust.verdict import Refused
from hocba_build.workflows.copies.register import register_of
from tests.trust.copies import FIRST, LIST, batch, history_of, issued, listed, locked_school, recall
from tests.trust.simulator import MATHS, YEAR, SchoolSimulator, maths, refused, valid
from tests.trust.test_sign_offs import approve
from tests.trust.year_end import decide, entered, lock_files, sign, unlock_files

ONE, TWO = "7400000001", "7400000002"


@pytest.fixture
def school() -> SchoolSimulator:
    return locked_school()


def told(school: SchoolSimulator) -> tuple[str, str | None]:
    """Code and path of the one finding; the second verifier works out no figures."""
    (finding,) = school.judge().findings
    return finding.code, finding.path


def states(school: SchoolSimulator) -> dict[str, tuple[str | None, int]]:
    """Copies with why they no longer stand, and how many of their years changed since."""
    return {
        one.id.text: (one.withdrawn.reason.value if one.withdrawn else None, len(one.outdated))
        for one in register_of(history_of(school))
    }


def test_a_batch_and_a_reissue_stand(school: SchoolSimulator) -> None:
    issued(school, batch(school))
    again = batch(school, ONE)
    (copy,) = again.copies
    assert (copy.number, copy.edition, copy.replaces) == (3, 2, CopyId(YEAR, 1))
    issued(school, again, path=batch_path(YEAR, 2))
    assert valid(school)
    assert states(school) == {
        "2025-2026/0001": ("thay", 0), "2025-2026/0002": (None, 0), "2025-2026/0003": (None, 0)
    }  # fmt: skip


def test_another_receiver_replaces_nothing(school: SchoolSimulator) -> None:
    issued(school, batch(school))
    other = batch(school, ONE, purpose=Purpose.TUYEN_SINH)
    assert [(copy.number, copy.edition, copy.replaces) for copy in other.copies] == [(3, 1, None)]
    issued(school, other, path=batch_path(YEAR, 2))
    assert valid(school)


def test_a_list_stands_and_grows(school: SchoolSimulator) -> None:
    issued(school, batch(school))
    listed(school, recall(school, 2))
    issued(school, batch(school, ONE), path=batch_path(YEAR, 2))
    listed(school, recall(school), path=recall_path(YEAR, 2))
    assert valid(school)
    assert states(school) == {
        "2025-2026/0001": ("thay", 0), "2025-2026/0002": ("mat", 0), "2025-2026/0003": (None, 0)
    }  # fmt: skip


def test_a_correction_makes_copies_outdated(school: SchoolSimulator) -> None:
    issued(school, batch(school))
    decide(school, unlock_files(school, MATHS))
    approve(school, "gv-thu", school.commit("gv-lan", {MATHS: maths("9")}))
    for person in ("gv-lan", "gv-thu", "pho-hieu-truong"):
        sign(school, person, "hieu-truong" if person == "pho-hieu-truong" else "pho-hieu-truong")
    decide(school, lock_files(school))
    assert states(school) == {"2025-2026/0001": (None, 1), "2025-2026/0002": (None, 0)}
    made = recall(school)
    assert (len(made.replaced), dict(made.versions)) == (1, {YEAR: 2})
    history = history_of(school)
    slips = slips_of(history.trees, history.tree, batches_in(history.trees, history.tree)[0])
    known = Known(made, lambda _: slips.groups, "danh sách", complete=False)
    first, second = (judge_code(slips.code(place), known) for place in (0, 1))
    assert (first.standing, [one.code for one in first.findings]) == (Standing.SUPERSEDED, ["HB533"])
    assert "đã được sửa sau khi cấp" in first.findings[0].message
    assert (second.standing, second.findings) == (Standing.VALID, ())
    listed(school, made)
    assert valid(school)


@pytest.mark.parametrize(
    "changes",
    [
        {"founding": "ab" * 20},
        {"index": 0},
        {"day": date(2026, 9, 1)},
        {"author": PersonId("quan-tri")},
        {"first": 2},
        {"locks": {YEAR: 2}},
    ],
    ids=str,
)
def test_a_batch_of_another_place_or_person(school: SchoolSimulator, changes: dict[str, Any]) -> None:
    issued(school, batch(school, **changes))
    assert refused(school)[::2] == ("HB522", FIRST)


@pytest.mark.parametrize("changes", [{"leaves": 3}, {"root": "0" * 64}], ids=str)
def test_figures_that_the_lock_does_not_hold(school: SchoolSimulator, changes: dict[str, Any]) -> None:
    issued(school, batch(school, **changes))
    assert told(school) == ("HB522", FIRST)


def test_a_pupil_whom_no_lock_holds(school: SchoolSimulator) -> None:
    made = batch(school)
    copies = (replace(made.copies[0], pupil=StudentId("7400000009")), *made.copies[1:])
    issued(school, replace(made, copies=copies))
    assert told(school) == ("HB522", FIRST)


@pytest.mark.parametrize(
    "change",
    [
        {"number": 2},
        {"edition": 2},
        {"replaces": CopyId(YEAR, 9)},
        {"years": {YEAR: ClassId("6a2")}},
        {"pupil": StudentId(TWO)},
    ],
    ids=str,
)
def test_a_copy_that_says_something_else(school: SchoolSimulator, change: dict[str, Any]) -> None:
    made = batch(school)
    issued(school, replace(made, copies=(replace(made.copies[0], **change), *made.copies[1:])))
    assert told(school) == ("HB522", FIRST)


def test_a_gap_between_batches(school: SchoolSimulator) -> None:
    path = batch_path(YEAR, 2)
    issued(school, batch(school, number=2), path=path)
    assert refused(school)[::2] == ("HB522", path)


def test_a_file_that_bears_another_number(school: SchoolSimulator) -> None:
    issued(school, batch(school, number=2))
    assert refused(school)[::2] == ("HB110", FIRST)


def test_a_text_that_is_not_canonical(school: SchoolSimulator) -> None:
    issued(school, encode_batch(batch(school)) + b"\n")
    assert refused(school)[::2] == ("HB102", FIRST)


def test_a_number_that_cannot_be(school: SchoolSimulator) -> None:
    text = encode_batch(batch(school)).replace(b"lan: 1", b'lan: 2, thay: "2025-2026/0000"')
    issued(school, text)
    assert refused(school)[::2] == ("HB108", FIRST)


def test_a_signature_by_somebody_else(school: SchoolSimulator) -> None:
    issued(school, batch(school), hand="gv-lan")
    assert refused(school)[::2] == ("HB523", f"{FIRST}.asc")


def test_a_signature_under_nothing(school: SchoolSimulator) -> None:
    school.entry("van-thu", {f"{FIRST}.asc": school.people["van-thu"].sign(b"x", school.now)}, "pho-hieu-truong")
    assert refused(school)[::2] == ("HB523", f"{FIRST}.asc")


def test_an_open_year_has_no_copies() -> None:
    made = batch(locked_school())
    school = entered()
    issued(school, replace(made, founding=str(school.founding), index=len(history_of(school).state.entries) - 1))
    assert refused(school)[::2] == ("HB522", FIRST)


def test_a_teacher_issues_nothing(school: SchoolSimulator) -> None:
    issued(school, batch(school, author=PersonId("gv-lan")), author="gv-lan")
    assert refused(school)[::2] == ("HB332", FIRST)


@pytest.mark.parametrize(
    "changes",
    [
        {"founding": "ab" * 20},
        {"number": 1, "day": date(2026, 9, 1)},
        {"principal": PersonId("pho-hieu-truong")},
        {"batches": {}},
        {"batches": {"2025-2026/0001": BatchRow(1, 2, 2, "0" * 64)}},
        {"versions": {YEAR: 2}},
        {"copies": {CopyId(YEAR, 9): Withdrawn(Reason.MAT)}},
        {"copies": {CopyId(YEAR, 1): Withdrawn(Reason.THAY, CopyId(YEAR, 2))}},
        {"copies": {CopyId(YEAR, 1): Withdrawn(Reason.MAT, CopyId(YEAR, 2))}},
        {"replaced": ("b" * 64, "a" * 64)},
    ],
    ids=str,
)
def test_a_list_that_is_not_the_ledgers(school: SchoolSimulator, changes: dict[str, Any]) -> None:
    issued(school, batch(school))
    listed(school, recall(school, **changes))
    assert refused(school)[::2] == ("HB524", LIST)


def test_a_replaced_copy_that_the_list_forgets(school: SchoolSimulator) -> None:
    issued(school, batch(school))
    issued(school, batch(school, ONE), path=batch_path(YEAR, 2))
    listed(school, recall(school, copies={}))
    assert refused(school)[::2] == ("HB524", LIST)


@pytest.mark.parametrize("changes", [{"copies": {}}, {"replaced": ()}], ids=str)
def test_what_was_recalled_does_not_come_back(school: SchoolSimulator, changes: dict[str, Any]) -> None:
    issued(school, batch(school))
    listed(school, recall(school, 2, replaced=("a" * 64,)))
    path = recall_path(YEAR, 2)
    listed(school, recall(school, **changes), path=path)
    assert refused(school)[::2] == ("HB524", path)


def test_a_list_signed_by_another_key(school: SchoolSimulator) -> None:
    issued(school, batch(school))
    listed(school, recall(school), hand="gv-lan")
    assert refused(school)[::2] == ("HB523", f"{LIST}.asc")


def test_before_anybody_merges_it_a_branch_is_refused_for_what_the_merge_would_be(school: SchoolSimulator) -> None:
    """Review and accept agree: on a list that waits for the principal, on one that is wrong, on one that is right."""
    issued(school, batch(school))
    principal = school.people["hieu-truong"]
    text, wrong = (encode_recall(made) for made in (recall(school), recall(school, versions={YEAR: 2})))
    unsigned = school.commit("van-thu", {LIST: text})
    unlock = school.commit("quan-tri", unlock_files(school, MATHS))
    for waits in (unsigned, unlock):
        assert [set(one) for one in school.waiting(waits).missing] == [{"hieu-truong"}]
    signed = school.commit("hieu-truong", {f"{LIST}.asc": principal.sign(text, school.now)}, unsigned)
    assert school.waiting(signed).missing == ()
    assert "hieu-truong" in school.waiting(signed).mergers
    others = [
        (school.commit("van-thu", {LIST: wrong}), "HB524", LIST),
        (
            school.commit("hieu-truong", {f"{LIST}.asc": principal.sign(wrong, school.now)}, unsigned),
            "HB523",
            f"{LIST}.asc",
        ),
    ]
    for branch, code, path in others:
        with pytest.raises(Refused) as refusal:
            school.waiting(branch)
        assert (refusal.value.finding.code, refusal.value.finding.path) == (code, path)
        tip = school.main
        school.merge("hieu-truong", branch)
        assert refused(school)[::2] == (code, path)
        school.main = tip
    school.merge("hieu-truong", signed)
    assert valid(school)


def test_a_list_without_the_principal(school: SchoolSimulator) -> None:
    issued(school, batch(school))
    school.entry("van-thu", {LIST: encode_recall(recall(school))}, "pho-hieu-truong")
    assert refused(school)[::2] == ("HB523", f"{LIST}.asc")
