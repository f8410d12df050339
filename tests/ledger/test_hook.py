"""The server's hook against plain git: what may not stand in the ledger never reaches it, and honest work does."""

from __future__ import annotations

import os
import subprocess
import time
from pathlib import Path

import pytest

from hocba_build.domain.errors import RefusedError
from hocba_build.domain.values import PersonId
from hocba_build.trust.git.own_repository import MAIN, OwnRepository
from hocba_build.trust.gpg import Keyring
from hocba_build.trust.signing import KeyHolder, address
from hocba_build.workflows.ledger.desk import open_desk
from hocba_build.workflows.ledger.messages import acceptance
from hocba_build.workflows.server.hook import MAX_UPDATES, ZERO, Update, pre_receive
from tests.ledger.school import CLOSED, OPEN, School

SCORES = f"records/{OPEN}/7a1/hk2/toan.yaml"


def push(school: School, *specs: str) -> subprocess.CompletedProcess[str]:
    """A plain push, as anybody can make it."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    command = ["git", "-C", str(school.desk), "push", "origin", *specs]
    return subprocess.run(command, check=False, capture_output=True, text=True, env=env)


def server_main(school: School) -> str:
    return school.git("rev-parse", "main", where=school.server)


def unsigned(school: School) -> None:
    """A commit straight on main, as a beginner makes it."""
    school.edit(SCORES, r"tx: \[(\d)", "tx: [1")
    who = ("-c", "user.name=gv-khang", "-c", "user.email=gv-khang@truong.invalid")
    school.git(*who, "commit", "--quiet", "--all", "-m", "sửa")


def test_a_commit_pushed_straight_to_main_is_refused(school: School) -> None:
    before = server_main(school)
    unsigned(school)
    done = push(school, "main")
    assert (done.returncode, "HB320" in done.stderr) == (1, True)
    assert server_main(school) == before


def test_the_same_commit_may_lie_on_a_branch_of_ones_own(school: School) -> None:
    unsigned(school)
    assert push(school, "main:pr/gv-khang/thu").returncode == 0
    refused = school.run("pho-hieu-truong", "accept", "pr/gv-khang/thu")
    assert (refused.exit_code, "HB310" in refused.stderr) == (4, True)


@pytest.mark.parametrize(
    "spec",
    [
        "+main~3:main",
        ":main",
        f":locked/{CLOSED}",
        f"+origin/locked/{CLOSED}~3:locked/{CLOSED}",
        "main:la",
        "main:refs/replace/a",
    ],
    ids=["rolled back", "deleted", "lock deleted", "lock moved back", "a strange name", "a strange place"],
)
def test_references_only_grow(school: School, spec: str) -> None:
    before = school.git("for-each-ref", where=school.server)
    school.git("config", "receive.denyDeletes", "false", where=school.server)
    school.git("config", "receive.denyDeleteCurrent", "ignore", where=school.server)
    done = push(school, spec)
    assert (done.returncode, "HB38" in done.stderr) == (1, True)
    assert school.git("for-each-ref", where=school.server) == before


def test_d13_a_push_of_which_one_part_is_refused_moves_nothing(school: School) -> None:
    before = school.git("for-each-ref", where=school.server)
    unsigned(school)
    done = push(school, "main:pr/gv-khang/thu", "main")
    assert (done.returncode, "HB320" in done.stderr) == (1, True)
    assert school.git("for-each-ref", where=school.server) == before


def test_a_sheet_that_cannot_be_read_opens_no_door(school: School) -> None:
    (school.server / "hocba/goc-tin-cay.yaml").write_text("hỏng")
    assert push(school, "main:pr/gv-khang/thu").returncode == 1


def test_a_missing_program_opens_no_door(school: School) -> None:
    hook = school.server / "hooks/pre-receive"
    hook.write_text(hook.read_text("utf-8").replace("/hocba ", "/hocba-khong-co "), "utf-8")
    assert push(school, "main:pr/gv-khang/thu").returncode == 1


@pytest.mark.parametrize(("hours", "said"), [(0, ""), (-25, "HB375"), (1, "HB315")], ids=["now", "old", "ahead"])
def test_a_merge_is_dated_by_the_day_it_is_pushed(school: School, hours: int, said: str) -> None:
    """The merger's clock is wrong, or somebody rewrites the calendar: the signature alone would not tell."""
    school.edit(SCORES, r"tx: \[(\d)", "tx: [1")
    branch = school.does("gv-khang", "propose", "-m", "Sửa điểm.")
    desk = open_desk(school.desk)
    keys = Keyring(school.root / "khoa/pho-hieu-truong")
    person = PersonId("pho-hieu-truong")
    signer = KeyHolder(person, address(person, None), keys.secret_keys()[0].fingerprint, keys)
    main, tip = desk.main(), desk.repository.shared(branch)
    assert tip is not None
    merge = desk.writer.merge(main, tip, acceptance(branch), signer, int(time.time()) + hours * 3600)
    OwnRepository(school.desk).git("update-ref", "refs/heads/thu", merge)
    done = push(school, f"{merge}:{MAIN}")
    assert (done.returncode == 0, said in done.stderr) == (not said, True), done.stderr


def test_a_server_without_hook_takes_it_and_the_verdict_says_so(school: School) -> None:
    (school.server / "hooks/pre-receive").unlink()
    unsigned(school)
    assert push(school, "main").returncode == 0
    said = school.verdict()
    assert (said["verdict"], said["findings"][0]["code"]) == ("invalid", "HB320")
    assert said["findings"][0]["commit"] == server_main(school)


def test_a_hook_of_another_program_is_left_alone(school: School, tmp_path: Path) -> None:
    school.git("init", "--quiet", "--bare", str(tmp_path / "khac.git"))
    place = tmp_path / "khac.git/hooks/pre-receive"
    place.write_text("#!/bin/sh\n")
    refused = school.run("quan-tri", "hook", "install", str(tmp_path / "khac.git"))
    assert (refused.exit_code, place.read_text()) == (4, "#!/bin/sh\n")
    place.unlink()
    assert school.does("quan-tri", "hook", "install", str(tmp_path / "khac.git")) == str(place)


def test_a_desk_checks_what_is_about_to_be_committed(school: School) -> None:
    school.does("gv-khang", "hook", "install", str(school.desk))
    who = ("-c", "user.name=gv-khang", "-c", "user.email=gv-khang@truong.invalid")
    school.edit(SCORES, r"tx: \[(\d)", "tx: [1")
    school.git(*who, "commit", "--quiet", "--all", "-m", "sửa")
    school.edit(SCORES, r"tx: \[1", "tx: [11")
    with pytest.raises(subprocess.CalledProcessError) as refused:
        school.git(*who, "commit", "--quiet", "--all", "-m", "sửa")
    assert SCORES in refused.value.stderr + refused.value.stdout


@pytest.mark.parametrize("year", [OPEN, "2025-2027"], ids=["not locked", "no school year"])
def test_a_year_is_marked_as_locked_only_when_it_was(school: School, year: str) -> None:
    done = push(school, f"main:locked/{year}")
    assert (done.returncode, "HB387" in done.stderr) == (1, True)


def test_a_push_moves_no_thousands_of_branches(lived: School) -> None:
    tip = lived.git("rev-parse", "main")
    many = [Update(ZERO, tip, f"refs/heads/pr/gv-khang/{number}") for number in range(MAX_UPDATES + 1)]
    pre_receive(lived.server, None, many[1:], int(time.time()))
    with pytest.raises(RefusedError, match="HB387 một lần đẩy nhiều nhất 1000"):
        pre_receive(lived.server, None, many, int(time.time()))


def test_a_forge_keeps_its_own_hook_and_calls_ours(school: School, tmp_path: Path) -> None:
    """As Forgejo lays its repositories out: one hook that calls every file of a folder, and references of its own."""
    forge = tmp_path / "forge.git"
    school.git("clone", "--quiet", "--bare", str(school.server), str(forge))
    further = forge / "hooks/pre-receive.d"
    further.mkdir()
    (forge / "hooks/pre-receive").write_text('#!/bin/sh\nread -r line\necho "$line" | hooks/pre-receive.d/hocba\n')
    (forge / "hooks/pre-receive").chmod(0o755)
    sheet = str(school.root / "goc-tin-cay.yaml")
    assert school.does("quan-tri", "hook", "install", str(forge), "--root", sheet) == str(further / "hocba")
    school.git("remote", "set-url", "origin", str(forge))
    unsigned(school)
    assert "HB320" in push(school, "main").stderr
    assert "HB387" in push(school, "main:refs/pull/1/head").stderr
    env = {**os.environ, "GITEA_INTERNAL_PUSH": "true"}
    command = ["git", "-C", str(school.desk), "push", "--quiet", "origin", "main:refs/pull/1/head"]
    assert subprocess.run(command, check=False, env=env).returncode == 0


def test_settings_of_the_machine_do_not_hide_the_hook(
    school: School, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "gitconfig").write_text("[core]\n\thooksPath = /nonexistent\n")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "gitconfig"))
    hidden = tmp_path / "an.git"
    subprocess.run(["git", "init", "--quiet", "--bare", "-b", "main", hidden], check=True)
    school.does("quan-tri", "hook", "install", str(hidden))
    school.git("remote", "set-url", "origin", str(hidden))
    unsigned(school)
    env = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    env["GIT_CONFIG_GLOBAL"] = str(tmp_path / "gitconfig")
    command = ["git", "-C", str(school.desk), "push", "origin", "main"]
    done = subprocess.run(command, check=False, capture_output=True, text=True, env=env)
    assert (done.returncode, "HB" in done.stderr) == (1, True), done.stderr
    school.git("config", "core.hooksPath", "khac", where=hidden)
    assert school.run("quan-tri", "hook", "install", str(hidden)).exit_code == 4


def test_memory_that_cannot_be_kept_stops_nobody(school: School) -> None:
    """Several accounts of one machine push: what one of them remembers is for its eyes only."""
    kept = school.server / "hocba/da-kiem-tra.json"
    kept.unlink(missing_ok=True)
    kept.mkdir()
    school.edit(SCORES, r"tx: \[(\d)", "tx: [1")
    school.does("pho-hieu-truong", "accept", school.does("gv-khang", "propose", "-m", "Sửa điểm."))
