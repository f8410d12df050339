"""``hocba witness`` against a real authority behind HTTP on this machine; what its tokens then prove."""

from __future__ import annotations

import json
import subprocess
import time
from collections.abc import Iterator
from typing import Any

import pytest

from hocba_build.domain.values import PersonId
from hocba_build.trust.git.objects import Oid
from hocba_build.trust.git.own_repository import MAIN, Move
from hocba_build.trust.gpg import Keyring
from hocba_build.trust.signing import KeyHolder
from hocba_build.workflows.ledger.desk import open_desk
from hocba_build.workflows.ledger.messages import acceptance, proposal
from tests.authority import Authority, listening, new_authority
from tests.ledger.school import CLOSED, OPEN, School

SCORES = f"records/{OPEN}/7a1/hk2/toan.yaml"
DAY = 24 * 3600


@pytest.fixture
def tsa() -> Iterator[Authority]:
    with new_authority() as made, listening(made):
        yield made


@pytest.fixture
def trusting(school: School, tsa: Authority) -> School:
    """Two root persons brought in the chain, the school's file names the address."""
    chain = school.root / "tsa.pem"
    chain.write_bytes(tsa.chain)
    school.does("so-gddt", "accept", school.does("hoi-dong", "root", "tsa", "thu", str(chain)))
    with (school.desk / "records/truong.yaml").open("a", encoding="utf-8") as file:
        file.write(f'moc_thoi_gian:\n  - {{noi: thu, dia_chi: "{tsa.address}"}}\n')
    school.does("hieu-truong", "accept", school.does("quan-tri", "propose", "-m", "Nơi cấp mốc thời gian."))
    return school


def witnessed(school: School, person: str = "van-thu") -> None:
    school.does(person, "accept", school.does(person, "witness"))


def codes(school: School) -> tuple[str, list[str]]:
    said = school.verdict()
    return said["verdict"], [finding["code"] for finding in said["findings"]]


def test_an_entry_is_stamped_proposed_accepted_and_openssl_agrees(trusting: School, tsa: Authority) -> None:
    assert codes(trusting) == ("valid", ["HB377"])
    over = trusting.git("rev-parse", "main")
    said = json.loads(trusting.run("van-thu", "witness", "--json").stdout)
    assert (said["nhanh"], said["noi"]) == ("pr/van-thu/moc-0001", "thu")
    trusting.does("van-thu", "accept", said["nhanh"])
    assert codes(trusting) == ("valid", [])
    folder = trusting.desk / "signatures/moc-thoi-gian"
    assert f"commit: {over}" in (folder / "0001.yaml").read_text("utf-8")
    raw = subprocess.run(["git", "cat-file", "commit", over], cwd=trusting.desk, check=True, capture_output=True).stdout
    (tsa.folder / "commit").write_bytes(raw)
    proof = ("-data", "commit", "-in", str(folder / "0001.tsr"), "-CAfile", "ca.pem", "-untrusted", "tsa.pem")
    assert b"Verification: OK" in tsa.openssl("ts", "-verify", *proof)
    sheet = str(trusting.root / "goc-tin-cay.yaml")
    told = trusting.run("van-thu", "verify", str(trusting.server), "--root", sheet).stderr
    assert "Mốc thời gian mới nhất: " in told


def test_the_doctor_reminds_of_the_witness_that_is_due(trusting: School) -> None:
    """A lock that nobody outside has seen weighs; what came since the newest token is only said."""

    def reminded() -> list[tuple[str, str]]:
        rows = json.loads(trusting.run("quan-tri", "doctor", "--json").stdout)["muc"]
        return [(row["doi_tuong"], row["muc_do"]) for row in rows if row["loai"] == "moc-thoi-gian"]

    assert reminded() == [(CLOSED, "luu_y")]
    witnessed(trusting)
    assert reminded() == []
    trusting.edit(SCORES, r"tx: \[(\d)", "tx: [1")
    trusting.does("pho-hieu-truong", "accept", trusting.does("gv-khang", "propose", "-m", "Sửa một điểm."))
    assert reminded() == [("", "nen")]


def test_only_a_digest_leaves_the_school(trusting: School, tsa: Authority) -> None:
    witnessed(trusting)
    (question,) = tsa.asked
    assert len(question) < 100


def test_d11_an_old_answer_sent_again_is_not_taken(trusting: School, tsa: Authority) -> None:
    before = trusting.git("for-each-ref", where=trusting.server)
    over = trusting.git("rev-parse", "main")
    raw = subprocess.run(["git", "cat-file", "commit", over], cwd=trusting.desk, check=True, capture_output=True).stdout
    tsa.replies.append(tsa.stamp(raw))
    refused = trusting.run("van-thu", "witness")
    assert (refused.exit_code, "câu hỏi khác" in refused.stderr) == (3, True)
    assert trusting.git("for-each-ref", where=trusting.server) == before


@pytest.mark.parametrize("reply", [b"", b"<html></html>", b"0" * 100_000])
def test_an_answer_that_is_none(trusting: School, tsa: Authority, reply: bytes) -> None:
    tsa.replies.append(reply)
    refused = trusting.run("van-thu", "witness")
    assert (refused.exit_code, "thu: " in refused.stderr) == (3, True)


def test_an_authority_out_of_reach_or_unknown(trusting: School, tsa: Authority) -> None:
    unknown = trusting.run("van-thu", "witness", "--from", "la")
    assert (unknown.exit_code, "chuỗi chứng thư đã nhận: thu" in unknown.stderr) == (4, True)
    trusting.edit("records/truong.yaml", r"127\.0\.0\.1:\d+", "127.0.0.1:9")
    trusting.does("hieu-truong", "accept", trusting.does("quan-tri", "propose", "-m", "Đổi địa chỉ."))
    away = trusting.run("van-thu", "witness")
    assert (away.exit_code, "Không hỏi được http://127.0.0.1:9/tsr" in away.stderr) == (3, True)


def test_a_school_that_has_not_chosen_an_authority_is_told_how(school: School) -> None:
    refused = school.run("van-thu", "witness")
    assert (refused.exit_code, "moc_thoi_gian trong records/truong.yaml" in refused.stderr) == (4, True)


def backdated(school: School, keys: Keyring, fingerprint: str, days: int, score: str = "1") -> Oid:
    """A commit of scores by gpg's own clock some days ago, on today's ledger, accepted today by an honest reviewer."""
    desk = open_desk(school.desk)
    desk.repository.fetch()
    person, main = PersonId("gv-khang"), desk.main()
    school.edit(SCORES, r"tx: \[(\d)", f"tx: [{score}")
    changes = {SCORES: (school.desk / SCORES).read_bytes()}
    school.git("checkout", "--quiet", "--", SCORES)
    signer = KeyHolder(person, "gv-khang@truong.invalid", fingerprint, keys)
    at = int(time.time()) - days * DAY
    tip = desk.writer.propose(main, changes, proposal("propose", "Sửa điểm", changes), signer, at)
    desk.repository.publish([Move(f"refs/heads/pr/gv-khang/lui-{score}", None, tip)])
    return tip


def forced(school: School, tip: Oid) -> dict[str, Any]:
    """The vice-principal merges without asking the judge, at a server without the hook; what ``verify`` says then."""
    desk, person = open_desk(school.desk), PersonId("pho-hieu-truong")
    keys = Keyring(school.root / "khoa" / person)
    signer = KeyHolder(person, f"{person}@truong.invalid", keys.secret_keys()[0].fingerprint, keys)
    merge = desk.writer.merge(desk.main(), tip, acceptance("x"), signer, desk.now())
    (school.server / "hooks/pre-receive").unlink()
    desk.repository.publish([Move(MAIN, desk.main(), merge)])
    return school.verdict()


def test_d8_a_backdated_commit_is_told_by_the_witness_it_stands_on(trusting: School) -> None:
    keys = Keyring(trusting.root / "khoa/gv-khang")
    fingerprint = keys.secret_keys()[0].fingerprint
    witnessed(trusting)
    tip = backdated(trusting, keys, fingerprint, 2)
    trusting.does("pho-hieu-truong", "accept", "pr/gv-khang/lui-1")
    said = trusting.verdict()
    assert (said["verdict"], [(one["code"], one["commit"]) for one in said["findings"]]) == ("valid", [("HB374", tip)])


def test_e1_a_key_that_had_expired_by_witnessed_time_signs_nothing_backdated(trusting: School) -> None:
    """The thief sets the clock to a day on which the key was good; the ledger below the signature is younger."""
    home = trusting.root / "khoa/gv-khang"
    keys = Keyring(home)
    fingerprint = keys.secret_keys()[0].fingerprint
    when = f"{int(time.time()) - 10 * DAY}!"
    command = ["gpg", "--homedir", str(home), "--batch", "--faked-system-time", when, "--quick-set-expire"]
    subprocess.run([*command, fingerprint, "9d"], check=True, capture_output=True)
    renewed = trusting.root / "gia-han.asc"
    renewed.write_bytes(keys.export(fingerprint))
    branch = trusting.does("quan-tri", "staff", "key", "renew", "gv-khang", str(renewed))
    trusting.does("hieu-truong", "accept", branch)
    backdated(trusting, keys, fingerprint, 2, "1")
    trusting.does("pho-hieu-truong", "accept", "pr/gv-khang/lui-1")
    assert codes(trusting)[0] == "valid", "without a witness below it nothing tells the signature's real time"
    witnessed(trusting)
    stolen = backdated(trusting, keys, fingerprint, 2, "2")
    refused = trusting.run("pho-hieu-truong", "accept", "pr/gv-khang/lui-2")
    assert (refused.exit_code, "HB315" in refused.stderr, "mốc thời gian" in refused.stderr) == (4, True, True)
    said = forced(trusting, stolen)
    assert (said["verdict"], said["findings"][0]["code"], said["findings"][0]["commit"]) == ("invalid", "HB315", stolen)
