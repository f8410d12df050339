"""The power goes while life pages are sealed, and while a year is opened: nothing is half there, nothing is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from hocba_build.domain.values import YearId
from hocba_build.records.writes import finish_interrupted
from hocba_build.trust.gpg import Keyring
from hocba_build.workflows.sealing.encrypt import encrypt_pages
from hocba_build.workflows.turn.opening import Asked, open_year
from tests.ledger.school import School
from tests.power_cut import cut_short

NEXT = YearId("2026-2027")
BRANCH = f"pr/quan-tri/mo-nam-hoc-{NEXT}"


def seat(school: School, person: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOCBA_PERSON", person)
    monkeypatch.setenv("GNUPGHOME", str(school.root / "khoa" / person))
    monkeypatch.setenv("HOCBA_STATE", str(school.root / "s"))


def pages(school: School) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in school.desk.glob("records/ho-so/*")}


def test_pages_are_all_sealed_or_none_is(school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    seat(school, "van-thu", monkeypatch)
    keys = Keyring(school.root / "khoa/van-thu")
    plain: dict[str, bytes] = {}
    for sealed in sorted(school.desk.glob("records/ho-so/*.asc"))[:3]:
        (text,) = keys.decrypt([sealed.read_bytes()]) or [b""]
        plain[sealed.name.removesuffix(".asc")] = text
        sealed.unlink()
        (sealed.parent / sealed.name.removesuffix(".asc")).write_bytes(text)
    before, killed = pages(school), 0
    for step in cut_short(lambda: encrypt_pages(school.desk), every=60):
        assert all(data == before.get(name, data) for name, data in pages(school).items()), step
        finish_interrupted(school.desk)
        now = pages(school)
        assert len(plain.keys() & now.keys()) in (0, len(plain)), step
        assert len(now) == len(before), step
        for name in now.keys() - before.keys():
            (school.desk / "records/ho-so" / name).unlink()
        for name, text in plain.items():
            (school.desk / "records/ho-so" / name).write_bytes(text)
        killed += 1
    assert [name for name in pages(school) if not name.endswith(".asc")] == []
    assert killed >= 2


def test_a_year_is_opened_by_a_whole_branch_or_by_none(school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    seat(school, "quan-tri", monkeypatch)
    asked = Asked(despite="Khai giảng trước khi khoá sổ.")
    main, status = school.git("rev-parse", "main", where=school.server), school.git("status", "--porcelain")
    killed = 0
    for step in cut_short(lambda: open_year(school.desk, NEXT, asked), every=20):
        assert school.git("rev-parse", "main", where=school.server) == main, step
        assert school.git("status", "--porcelain") == status, step
        assert school.git("fsck", "--connectivity-only", where=school.server) == "", step
        if school.git("branch", "--list", BRANCH, where=school.server):
            school.git("branch", "-D", BRANCH, where=school.server)
        killed += 1
    assert school.git("branch", "--list", BRANCH, where=school.server)
    assert killed >= 2
    school.does("hieu-truong", "accept", BRANCH)
    assert school.verdict()["verdict"] == "valid"
    assert not Path(school.desk / ".hocba-dang-ghi").exists()
