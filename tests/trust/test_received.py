"""Packets received, as papers of the office: their form and their number."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hocba_build.domain.values import StudentId, YearId
from hocba_build.trust.papers.received import Received
from tests.trust.simulator import SchoolSimulator, refused, valid

PAPER = Received(
    number=1,
    day="2026-03-02",
    pupil=StudentId("7400000003"),
    school="Trường THCS Hoà An",
    founding="ab" * 20,
    packet="cd" * 32,
    years={YearId("2024-2025"): "ef" * 32},
    partial=None,
    unchecked=("time", "superseded"),
)


@pytest.fixture
def school() -> SchoolSimulator:
    return SchoolSimulator()


def test_the_registrar_records_what_came(school: SchoolSimulator) -> None:
    school.entry("van-thu", {PAPER.path: PAPER.text()}, "pho-hieu-truong")
    second = replace(PAPER, number=2, partial=YearId("2025-2026"))
    school.entry("van-thu", {second.path: second.text()}, "hieu-truong")
    assert valid(school)


@pytest.mark.parametrize("text", [b"", b"so: 1\n", PAPER.text() + b"\n", replace(PAPER, number=2).text(), b"\xff"])
def test_a_paper_of_another_form_or_number(school: SchoolSimulator, text: bytes) -> None:
    school.entry("van-thu", {PAPER.path: text}, "pho-hieu-truong")
    assert refused(school)[::2] == ("HB526", PAPER.path)


def test_numbers_go_on_without_a_gap(school: SchoolSimulator) -> None:
    second = replace(PAPER, number=2)
    school.entry("van-thu", {second.path: second.text()}, "pho-hieu-truong")
    assert refused(school)[::2] == ("HB526", second.path)


def test_a_teacher_records_nothing(school: SchoolSimulator) -> None:
    school.entry("gv-lan", {PAPER.path: PAPER.text()}, "pho-hieu-truong")
    assert refused(school)[::2] == ("HB332", PAPER.path)
