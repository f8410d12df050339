"""The doctor: nothing to say of a sound school; each thing that is wrong is named, and what to do about it."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from hocba_build.trust.gpg import Keyring
from hocba_build.workflows.ledger.desk import open_desk
from hocba_build.workflows.ledger.ledger import open_ledger
from hocba_build.workflows.people.doctor_keys import keys_advice
from tests.ledger.forge_server import NAME, OWNER, TOKEN, ForgeHandler, Kept
from tests.ledger.school import CLOSED, School
from tests.loopback import listening

DUE = {("luu-tru", CLOSED): "nen"}
"""What the school of the tests has left to do: its locked year lies on no medium."""


def said(school: School) -> tuple[int, dict[tuple[str, str], str]]:
    """The exit and each topic with what it is about and its weight."""
    done = school.run("quan-tri", "doctor", "--json")
    rows = json.loads(done.stdout)["muc"]
    return done.exit_code, {(row["loai"], row["doi_tuong"]): row["muc_do"] for row in rows}


def test_a_sound_school_is_told_only_to_put_its_locked_year_away(lived: School) -> None:
    assert said(lived) == (0, DUE)


@pytest.mark.parametrize(("days", "topic"), [(100, None), (30, "sap-het-han"), (-1, "het-han")])
def test_a_key_s_end_is_told_in_time(school: School, days: int, topic: str | None) -> None:
    """A key for a year; the doctor looks at it near its end."""
    home = school.root / "khoa/gv-moi"
    branch = school.does("quan-tri", "staff", "add", "gv-moi", "--name", "Trần Thị Mới", "--role", "giao_vien")
    school.does("hieu-truong", "accept", branch)
    fingerprint = Keyring(home).generate("gv-moi", "gv-moi@truong.invalid")
    expire = ["gpg", "--homedir", str(home), "--batch", "--quick-set-expire", fingerprint, "1y"]
    subprocess.run(expire, check=True, capture_output=True)
    school.does("gv-moi", "join", "gv-moi", "-o", str(school.root / "gui"))
    files = [str(school.root / "gui" / f"gv-moi{end}") for end in (".asc", ".xac-nhan.asc")]
    branch = school.does("quan-tri", "staff", "key", "add", "gv-moi", files[0], "--binding", files[1])
    school.does("hieu-truong", "accept", branch)
    desk = open_desk(school.desk)
    ledger = open_ledger(desk, desk.main())
    end = ledger.policy.certificates[fingerprint].expires
    assert end is not None
    assert end > datetime.now(UTC) + timedelta(days=300)
    looked = int((end - timedelta(days=days)).timestamp())
    topics = {one.topic for one in keys_advice(ledger, looked) if "gv-moi" in one.subject}
    assert topics == ({topic} if topic else set())


def test_a_person_without_key_and_a_role_that_nobody_holds_are_named(school: School) -> None:
    branch = school.does("quan-tri", "staff", "add", "gv-moi", "--name", "Trần Thị Mới", "--role", "giao_vien")
    school.does("hieu-truong", "accept", branch)
    branch = school.does("quan-tri", "staff", "end", "truong-van-phong", "to_truong_van_phong")
    school.does("hieu-truong", "accept", branch)
    status, found = said(school)
    assert (status, found[("khong-khoa", "gv-moi")], found[("vai-tro", "to_truong_van_phong")]) == (1, "luu_y", "nen")


def test_a_repository_that_misleads_is_named(school: School) -> None:
    school.git("config", "gpg.program", "/bin/true")
    school.git("config", "core.hooksPath", "/nonexistent")
    (school.desk / ".git/info/grafts").touch()
    (school.desk / ".git/objects/info/alternates").write_text(f"{school.server}/objects\n")
    school.git("update-ref", "refs/replace/" + "a" * 40, "main")
    (school.server / "hooks/pre-receive").unlink()
    status, found = said(school)
    assert status == 1
    assert found == DUE | {
        ("cau-hinh", "gpg.program"): "luu_y",
        ("cau-hinh", "core.hooksPath"): "luu_y",
        ("hook", str(school.server)): "loi",
        ("kho", "HB382"): "luu_y",
        ("kho", "HB383"): "luu_y",
        ("kho", "HB384"): "luu_y",
    }


@pytest.fixture
def online(school: School, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[School, Kept]]:
    kept = Kept()
    (school.root / "git" / OWNER).mkdir(parents=True)
    (school.root / "git" / OWNER / f"{NAME}.git").symlink_to(school.server)
    monkeypatch.setenv("HOCBA_FORGE_TOKEN", TOKEN)
    with listening(ForgeHandler, root=school.root / "git", kept=kept) as address:
        school.git("remote", "set-url", "origin", f"{address}/{OWNER}/{NAME}.git")
        school.git("config", "hocba.forge", "forgejo")
        yield school, kept


def test_a_server_that_others_can_see_is_an_alarm(online: tuple[School, Kept], monkeypatch: pytest.MonkeyPatch) -> None:
    school, kept = online
    assert said(school) == (0, DUE)
    kept.public = kept.fork = True
    place = f"{OWNER}/{NAME}"
    assert said(school) == (1, DUE | {("cong-khai", place): "loi", ("fork", place): "loi"})
    monkeypatch.delenv("HOCBA_FORGE_TOKEN")
    status, found = said(school)
    assert (status, list(found.values())) == (0, ["nen", "nen"]), "what cannot be known is said, and is no alarm"
    school.git("remote", "set-url", "origin", "http://so.truong.example/truong.git")
    assert (("may-chu", "so.truong.example"), "loi") in said(school)[1].items()


def test_the_text_says_what_to_do(school: School) -> None:
    (school.server / "hooks/pre-receive").unlink()
    done = school.run("quan-tri", "doctor")
    assert done.exit_code == 1
    assert f"  → hocba hook install {Path(school.server)} --root TỜ_GỐC" in done.stdout
