"""OpenSSH and nginx before the hook: honest work gets through, false work does not, races lose nothing."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from hocba_build.domain.values import PersonId
from hocba_build.trust.git.own_repository import MAIN
from hocba_build.trust.gpg import Keyring
from hocba_build.trust.signing import KeyHolder, address
from hocba_build.workflows.ledger.desk import open_desk
from hocba_build.workflows.ledger.messages import acceptance
from hocba_build.workflows.server.hook_install import SETTINGS
from tests.ledger.real_servers import over_https, over_ssh
from tests.ledger.school import OPEN, School

SCORES = f"records/{OPEN}/7a1/hk2/toan.yaml"
OTHERS = f"records/{OPEN}/7a1/hk2/gdcd.yaml"
SCORE = r"tx: \[(\d)"
WAYS = ("ssh", "https")


@pytest.fixture(params=WAYS)
def online(school: School, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[School]:
    if request.param == "ssh":
        with over_ssh(school, school.root / "ssh") as command:
            monkeypatch.setenv("GIT_SSH_COMMAND", command)
            yield school
    else:
        with over_https(school, school.root / "web", "gv-khang"):
            yield school


def push(school: School, *specs: str, desk: Path | None = None) -> subprocess.CompletedProcess[str]:
    """A plain push, as anybody can make it."""
    env = {
        name: value for name, value in os.environ.items() if name == "GIT_SSH_COMMAND" or not name.startswith("GIT_")
    }
    command = ["git", "-C", str(desk or school.desk), "push", "origin", *specs]
    return subprocess.run(command, check=False, capture_output=True, text=True, env=env)


def commit(school: School, path: str = SCORES) -> None:
    """A commit without signature."""
    school.edit(path, SCORE, "tx: [1")
    who = ("-c", "user.name=gv-khang", "-c", "user.email=gv-khang@truong.invalid")
    school.git(*who, "commit", "--quiet", "--all", "-m", "sửa")


def objects(school: School) -> str:
    return school.git("count-objects", "-v", where=school.server)


def test_honest_work_gets_through_and_false_work_leaves_nothing(online: School) -> None:
    online.edit(SCORES, SCORE, "tx: [1")
    branch = online.does("gv-khang", "propose", "-m", "Sửa một điểm.")
    online.does("pho-hieu-truong", "accept", branch)
    said = online.verdict()
    assert (said["verdict"], said["tip"]) == ("valid", online.git("rev-parse", "main"))
    held, refs = objects(online), online.git("for-each-ref", where=online.server)
    commit(online, OTHERS)
    for spec, code in {"main": "HB320", "+main~3:main": "HB388", ":main": "", "main:la": "HB387"}.items():
        done = push(online, spec)
        assert (done.returncode, code in done.stderr) == (1, True), spec
    assert objects(online) == held, "what was refused stayed in quarantine"
    assert online.git("for-each-ref", where=online.server) == refs


def accept(school: School, person: str, branch: str, desk: Path) -> int:
    """A process of its own: two people do not share one."""
    env = {**os.environ, "HOCBA_PERSON": person, "GNUPGHOME": str(school.root / "khoa" / person)}
    env["HOCBA_STATE"] = str(school.root / f"s-{person}")
    command = [sys.executable, "-c", "from hocba_build.interfaces.cli import main; main()", "-C", str(desk)]
    return subprocess.run([*command, "accept", branch], env=env, check=False).returncode


def test_two_reviewers_at_once_lose_no_work(online: School) -> None:
    online.edit(SCORES, SCORE, "tx: [1")
    first = online.does("gv-khang", "propose", "-m", "Sửa điểm Toán.")
    online.edit(OTHERS, SCORE, "tx: [1")
    second = online.does("gv-tham", "propose", "-m", "Sửa điểm GDCD.")
    other = online.root / "ban-2"
    online.copy_desk(other)
    jobs = [("pho-hieu-truong", first, online.desk), ("hieu-truong", second, other)]
    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(lambda job: accept(online, *job), jobs)) == [0, 0]
    assert online.verdict()["verdict"] == "valid"
    for path in (SCORES, OTHERS):
        assert "tx: [1" in online.git("show", f"main:{path}", where=online.server)


def test_of_two_pushes_onto_one_main_exactly_one_gets_in(online: School) -> None:
    """Both merges are right by themselves, and both were judged on the same old main: one comes too late."""
    desk, keys = open_desk(online.desk), Keyring(online.root / "khoa/pho-hieu-truong")
    person = PersonId("pho-hieu-truong")
    signer = KeyHolder(person, address(person, None), keys.secret_keys()[0].fingerprint, keys)
    merges = []
    for author, path in (("gv-khang", SCORES), ("gv-tham", OTHERS)):
        online.edit(path, SCORE, "tx: [1")
        branch = online.does(author, "propose", "-m", "Sửa điểm.")
        tip = desk.repository.shared(branch)
        assert tip is not None
        merges.append(desk.writer.merge(desk.main(), tip, acceptance(branch), signer, desk.now()))
    keys.close()
    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(lambda merge: push(online, f"{merge}:{MAIN}"), merges))
    assert sorted(one.returncode for one in done) == [0, 1], [one.stderr for one in done]
    said = online.verdict()
    assert (said["verdict"], said["tip"] in merges) == ("valid", True)


def test_a_push_is_as_large_as_the_server_is_set_to(online: School) -> None:
    for name, value in SETTINGS.items():
        assert online.git("config", name, where=online.server) == value
    (online.desk / "lon.bin").write_bytes(os.urandom(3_000_000))
    online.git("add", "lon.bin")
    who = ("-c", "user.name=gv-khang", "-c", "user.email=gv-khang@truong.invalid")
    online.git(*who, "commit", "--quiet", "-m", "lớn")
    online.git("config", "receive.maxInputSize", "1m", where=online.server)
    assert push(online, "main:pr/gv-khang/lon").returncode != 0
    online.git("config", "receive.maxInputSize", "4m", where=online.server)
    done = push(online, "main:pr/gv-khang/lon")
    assert done.returncode == 0, done.stderr
