"""``hocba credential``: issued from a lock, checked by didkit, which is not ours, and by the ledger."""

from __future__ import annotations

import base64
import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from hocba_build.exchange.credential import write_credential
from hocba_build.interfaces.cli import main
from hocba_build.trust.ed25519 import is_signed, new_key, open_key
from hocba_build.workflows.ledger.desk import open_desk
from hocba_build.workflows.ledger.ledger import open_ledger
from hocba_build.workflows.ledger.locked_leaves import locked_leaves
from tests.ledger.school import CLOSED, OPEN, School
from tests.ledger.transfer.packets import PUPIL

PASSPHRASE = "mật khẩu dài"
DIDKIT = """
import asyncio, json, os, sys, didkit
async def verify():
    return await didkit.verify_credential(sys.argv[1], json.dumps({"proofFormat": "jwt"}))
print(asyncio.run(verify()), flush=True)
os._exit(0)  # the library's own threads do not end well
"""


def didkit(credential: str) -> dict[str, Any]:
    """What a verifier that is not ours says."""
    done = subprocess.run([sys.executable, "-c", DIDKIT, credential], check=True, capture_output=True, text=True)
    said: dict[str, Any] = json.loads(done.stdout)
    return said


class Issuing:
    """A school with a credential key in its ledger."""

    def __init__(self, school: School) -> None:
        self.school = school
        self.key = school.root / "chung-nhan.pem"
        made = self.run("credential", "key", "-o", self.key)
        assert made.exit_code == 0, made.output
        self.did = made.stdout.strip()

    def run(self, *arguments: str | Path, given: str = PASSPHRASE) -> Result:
        """A command in the school's folder."""
        state = {"HOCBA_STATE": str(self.school.root / "s")}
        return CliRunner().invoke(
            main, ["-C", str(self.school.desk), *map(str, arguments)], env=state, input=f"{given}\n"
        )

    def issue(self, out: Path, year: str = CLOSED, pupil: str = PUPIL, **more: Any) -> Result:
        """Issue a pupil's credential."""
        return self.run("credential", "issue", pupil, year, "--key", self.key, "-o", out, **more)

    def judged(self, file: Path, *more: str | Path) -> tuple[int, dict[str, Any], list[str]]:
        """Exit, document and codes."""
        done = self.run("credential", "verify", file, "--json", *more)
        said: dict[str, Any] = json.loads(done.stdout)
        return done.exit_code, said, [finding["code"] for finding in said["findings"]]

    @property
    def sheet(self) -> tuple[str, Path]:
        """The founding sheet as an option."""
        return ("--root", self.school.root / "goc-tin-cay.yaml")


@pytest.fixture(scope="module")
def issuing(lived: School) -> Iterator[Issuing]:
    """Administrator and principal brought the key in."""
    with tempfile.TemporaryDirectory(prefix="hb") as folder:
        school = lived.copy(Path(folder) / "t")
        made = Issuing(school)
        assert made.issue(school.root / "som.jwt").exit_code == 4  # Not before the ledger names it.
        with (school.desk / "records/truong.yaml").open("a", encoding="utf-8") as file:
            file.write(f'khoa_chung_nhan:\n  - {{tu_ngay: "2026-01-05", khoa: "{made.did}"}}\n')
        school.run("quan-tri", "fmt")
        school.does("hieu-truong", "accept", school.does("quan-tri", "propose", "-m", "Khoá chứng nhận."))
        yield made
        school.end_agents()


@pytest.fixture(scope="module")
def issued(issuing: Issuing) -> Path:
    """A pupil's credential of the locked year."""
    out = issuing.school.root / "chung-nhan.jwt"
    done = issuing.issue(out)
    assert done.exit_code == 0, done.output
    return out


def payload(file: Path) -> dict[str, Any]:
    """What a credential says."""
    part = file.read_text().split(".")[1]
    said: dict[str, Any] = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    return said


def test_didkit_finds_it_signed_and_an_altered_one_not(issued: Path) -> None:
    text = issued.read_text().strip()
    assert didkit(text) == {"checks": ["JWS"], "warnings": [], "errors": []}
    head, said, signature = text.split(".")
    other = base64.urlsafe_b64encode(base64.urlsafe_b64decode(said + "==").replace(b'"8', b'"9')).rstrip(b"=").decode()
    assert other != said
    assert didkit(f"{head}.{other}.{signature}")["errors"]


def test_it_says_what_the_lock_froze(issued: Path, issuing: Issuing) -> None:
    said = payload(issued)
    subject = said["vc"]["credentialSubject"]
    desk = open_desk(issuing.school.desk)
    newest = locked_leaves(open_ledger(desk, desk.main()).history, CLOSED, PUPIL)[-1]  # type: ignore[arg-type]
    results = {one["resultDescription"]: one["value"] for one in subject["result"]}
    assert results["urn:hocba:mon:toan"] == newest.leaf["mon"]["toan"]["ca_nam"]
    assert len(results) >= len(newest.leaf["mon"])
    assert (said["iss"], said["jti"]) == (issuing.did, f"urn:sha256:{newest.digest}")
    assert "Không thay học bạ" in subject["achievement"]["description"]
    assert said["vc"]["type"] == ["VerifiableCredential", "AchievementCredential"]


def test_the_ledger_knows_its_own(issued: Path, issuing: Issuing) -> None:
    status, said, codes = issuing.judged(issued, *issuing.sheet)
    assert (status, said["verdict"], codes, said["ma"], said["nam_hoc"]) == (0, "valid", [], PUPIL, CLOSED)
    status, said, codes = issuing.judged(issued)
    assert (status, said["verdict"], codes) == (3, "undecided", [])


def test_elsewhere_only_the_signature_is_checked(issued: Path, tmp_path: Path) -> None:
    done = CliRunner().invoke(main, ["-C", str(tmp_path), "credential", "verify", str(issued), "--json"])
    checks = {name: one["verdict"] for name, one in json.loads(done.stdout)["checks"].items()}
    assert (done.exit_code, checks) == (3, {"signature": "valid", "issuer": "undecided", "content": "undecided"})


def test_another_key_is_not_the_schools(issuing: Issuing, tmp_path: Path) -> None:
    desk = open_desk(issuing.school.desk)
    newest = locked_leaves(open_ledger(desk, desk.main()).history, CLOSED, PUPIL)[-1]  # type: ignore[arg-type]
    file = tmp_path / "la.jwt"
    file.write_text(write_credential(newest, new_key(), 1_780_000_000))
    assert issuing.judged(file, *issuing.sheet)[::2] == (1, ["HB572"])


def test_results_of_an_older_lock_are_superseded_and_others_wrong(issuing: Issuing, tmp_path: Path) -> None:
    """The year was locked, opened for a correction and locked again."""
    desk = open_desk(issuing.school.desk)
    history = open_ledger(desk, desk.main()).history
    pupils = {path.stem for path in issuing.school.desk.glob("records/hoc-sinh/*.yaml")}
    held = [locked_leaves(history, CLOSED, pupil) for pupil in sorted(pupils)]  # type: ignore[arg-type]
    old, new = next((one[0], one[-1]) for one in held if len(one) > 1 and one[0].leaf != one[-1].leaf)
    key = open_key(issuing.key.read_bytes(), PASSPHRASE)
    file = tmp_path / "cu.jwt"
    for locked, codes in ((new, []), (old, ["HB574"])):
        file.write_text(write_credential(locked, key, 1_780_000_000))
        assert issuing.judged(file, *issuing.sheet)[2] == codes
    forged = type(new)(new.record, new.salt, {**new.leaf, "ca_nam": {**new.leaf["ca_nam"], "ren_luyen": "chua_dat"}})
    file.write_text(write_credential(forged, key, 1_780_000_000))
    assert issuing.judged(file, *issuing.sheet)[2] == ["HB573"]


@pytest.mark.parametrize("text", ["", "a.b.c", "e30.e30.", "{}", "." * 9, "e30.bnVsbA.e30", "é"])
def test_what_is_no_credential_is_named(issuing: Issuing, tmp_path: Path, text: str) -> None:
    file = tmp_path / "hong.jwt"
    file.write_text(text, "utf-8")
    assert issuing.judged(file, *issuing.sheet)[::2] == (1, ["HB570"])


def test_an_altered_one_is_named(issued: Path, issuing: Issuing, tmp_path: Path) -> None:
    file = tmp_path / "sua.jwt"
    head, said, signature = issued.read_text().strip().split(".")
    file.write_text(f"{head}.{said}.{signature[:-4]}AAAA")
    assert issuing.judged(file, *issuing.sheet)[::2] == (1, ["HB571"])


def test_only_a_locked_year_of_somebody_is_certified(issuing: Issuing, tmp_path: Path) -> None:
    out = tmp_path / "mo.jwt"
    assert issuing.issue(out, year=OPEN).exit_code == 4
    assert issuing.issue(out, pupil="7499999999").exit_code == 4
    assert issuing.issue(out, pupil="an").exit_code == 2
    assert issuing.issue(out, given="sai").exit_code == 3
    assert not out.exists()


def test_the_key_is_written_once_behind_a_passphrase(issuing: Issuing, tmp_path: Path) -> None:
    assert issuing.run("credential", "key", "-o", issuing.key).exit_code == 4
    assert issuing.run("credential", "key", "-o", tmp_path / "k", given="ngắn").exit_code == 2
    assert b"ENCRYPTED PRIVATE KEY" in issuing.key.read_bytes()
    assert issuing.key.stat().st_mode & 0o077 == 0
    assert re.fullmatch(r"did:key:z6Mk[1-9A-HJ-NP-Za-km-z]{44}", issuing.did)


@pytest.mark.parametrize(
    "did", ["", "did:key:z", "did:key:z6Mk", "did:web:x", "did:key:z" + "1" * 48, "did:key:z" + "0" * 48]
)
def test_what_is_no_key_signed_nothing(did: str) -> None:
    assert not is_signed(did, b"x", bytes(64))
