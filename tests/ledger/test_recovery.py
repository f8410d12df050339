"""Recovery by the command line, through a server with its hook: a broken main, a lost key."""

from __future__ import annotations

import json
import subprocess

import pytest

from hocba_build.workflows.server.hook_install import install
from tests.ledger.school import OPEN, School

SCORES = f"records/{OPEN}/7a1/hk2/toan.yaml"
SCORE = r"tx: \[(\d)"


def pressed(school: School, message: str = "Merge pull request #7") -> str:
    """Somebody presses a forge's merge button where no hook of ours runs; the server has its hook again afterwards."""
    school.edit(SCORES, SCORE, "tx: [1")
    who = ("-c", "user.name=Máy chủ", "-c", "user.email=noreply@may-chu.example", "-c", "i18n.commitEncoding=UTF-8")
    school.git(*who, "commit", "--quiet", "--all", "-m", message)
    (school.server / "hooks/pre-receive").unlink()
    school.git("push", "--quiet", "origin", "main")
    install(school.server, school.root / "goc-tin-cay.yaml")
    return school.git("rev-parse", "main")


@pytest.mark.parametrize(
    "message", ["Merge pull request #7", "Gộp \u200d👩\u200d🏫"], ids=["plain", "not even our form"]
)
def test_a_broken_main_is_repaired_through_the_hook_and_work_goes_on(school: School, message: str) -> None:
    good = school.git("rev-parse", "main")
    bad = pressed(school, message)
    said = school.verdict()
    assert (said["verdict"], said["findings"][0]["commit"]) == ("invalid", bad)
    stopped = school.run("gv-khang", "sign", "--year", OPEN)
    assert (stopped.exit_code, "hocba repair" in stopped.stderr) == (4, True)
    branch = school.does("quan-tri", "repair", "-m", "Bấm nhầm nút Merge.")
    assert branch == "pr/quan-tri/sua-chua-0001"
    school.does("hieu-truong", "accept", branch)
    paper = (school.desk / "signatures/sua-chua/0001.yaml").read_text("utf-8")
    assert (good in paper, bad in paper) == (True, True)
    assert school.git("diff", "--name-only", good, "main") == "signatures/sua-chua/0001.yaml"
    assert school.verdict()["verdict"] == "valid"
    school.edit(SCORES, SCORE, "tx: [2")
    school.does("pho-hieu-truong", "accept", school.does("gv-khang", "propose", "-m", "Sửa một điểm."))
    assert school.verdict()["verdict"] == "valid"


def test_a_repair_says_what_it_would_annul(school: School) -> None:
    bad = pressed(school)
    before = school.git("for-each-ref", where=school.server)
    said = json.loads(school.run("pho-hieu-truong", "repair", "--dry-run", "--json").stdout)
    assert (said["loi"]["code"], said["huy"], said["nguoi_duyet"]) == ("HB320", [bad], ["hieu-truong"])
    assert school.git("for-each-ref", where=school.server) == before


def test_a_repair_is_reviewed_like_any_proposal(school: School) -> None:
    """It shows the cell that the button changed, and goes back; nothing else is reviewed until then."""
    waiting = next(line for line in school.git("branch", "--list", "pr/*", where=school.server).split() if "/" in line)
    pressed(school)
    branch = school.does("quan-tri", "repair", "-m", "Bấm nhầm nút Merge.")
    said = json.loads(school.run("hieu-truong", "review", branch, "--json").stdout)
    (cell,) = said["o"]
    assert (SCORES in said["tep"], cell["column"], cell["old"]) == (True, "tx1", "1")
    assert said["nguoi_duyet"] == ["hieu-truong", "pho-hieu-truong"]
    other = school.run("hieu-truong", "review", waiting)
    assert (other.exit_code, "hocba repair" in other.stderr) == (4, True)
    false = school.git("commit-tree", "main~1^{tree}", "-p", "main", "-m", "Không kí")
    school.git("push", "--quiet", "origin", f"{false}:refs/heads/pr/quan-tri/sua-chua-gia")
    assert school.run("hieu-truong", "review", "pr/quan-tri/sua-chua-gia").exit_code == 4


def test_only_its_people_repair_and_only_what_is_broken(school: School) -> None:
    nothing = school.run("quan-tri", "repair", "-m", "Thử.")
    assert (nothing.exit_code, "không có mục sai nào" in nothing.stderr) == (4, True)
    pressed(school)
    teacher = school.run("gv-khang", "repair", "-m", "Thử.")
    assert (teacher.exit_code, "Người được làm: pho-hieu-truong, quan-tri" in teacher.stderr) == (4, True)
    branch = school.does("pho-hieu-truong", "repair", "-m", "Bấm nhầm.")
    own = school.run("pho-hieu-truong", "accept", branch)
    assert (own.exit_code, "HB371" in own.stderr) == (4, True)


def test_while_main_is_broken_nothing_but_the_repair_is_accepted(school: School) -> None:
    waiting = next(line for line in school.git("branch", "--list", "pr/*", where=school.server).split() if "/" in line)
    pressed(school)
    refused = school.run("pho-hieu-truong", "accept", waiting)
    assert (refused.exit_code, "chưa nhận được" in refused.stderr) == (4, True)


def test_a_broken_main_is_not_simply_put_back(school: School) -> None:
    """Rewriting history away is no repair: the hook takes a repair only."""
    good = school.git("rev-parse", "main")
    bad = pressed(school)
    school.git("config", "receive.denyNonFastForwards", "false", where=school.server)
    with pytest.raises(subprocess.CalledProcessError) as refused:
        school.git("push", "--quiet", "--force", "origin", f"{good}:main")
    assert "HB387" in refused.value.stderr
    assert school.git("rev-parse", "main", where=school.server) == bad


def lost_key(school: School) -> int:
    """A teacher's change is accepted, then the key turns out to be stolen; the entry in doubt."""
    school.edit(SCORES, SCORE, "tx: [1")
    school.does("pho-hieu-truong", "accept", school.does("gv-khang", "propose", "-m", "Sửa một điểm."))
    entry = int(school.verdict()["entries"])
    keys = [path.name for path in (school.desk / "signatures/keys/gv-khang").glob("*.asc") if path.name.count(".") == 1]
    branch = school.does(
        "quan-tri", "staff", "key", "distrust", "gv-khang", keys[0].removesuffix(".asc"), "--from", str(entry)
    )
    school.does("hieu-truong", "accept", branch)
    return entry


def codes(school: School) -> tuple[str, list[str]]:
    said = school.verdict()
    return said["verdict"], [finding["code"] for finding in said["findings"]]


def test_a_lost_keys_entry_is_affirmed_and_until_then_the_school_works_on(school: School) -> None:
    entry = lost_key(school)
    assert codes(school) == ("tainted", ["HB370"])
    stranger = school.run("van-thu", "affirm", str(entry), "--as", "dung")
    assert (stranger.exit_code, "Người được xem lại:" in stranger.stderr) == (4, True)
    assert "gv-khang" not in stranger.stderr.partition("Người được xem lại:")[2]
    unmended = school.run("pho-hieu-truong", "affirm", str(entry), "--as", "da-sua")
    assert (unmended.exit_code, "Chưa có mục nào sửa" in unmended.stderr) == (4, True)
    branch = school.does("pho-hieu-truong", "affirm", str(entry), "--as", "dung")
    assert branch == "pr/pho-hieu-truong/xac-nhan-lai-0001"
    school.does("hieu-truong", "accept", branch)
    assert codes(school) == ("valid", [])
    again = school.run("pho-hieu-truong", "affirm", str(entry), "--as", "dung")
    assert (again.exit_code, "không chờ xác nhận lại" in again.stderr) == (4, True)


def test_an_entry_that_does_not_exist_is_told(school: School) -> None:
    unknown = school.run("pho-hieu-truong", "affirm", "99999", "--as", "dung")
    assert (unknown.exit_code, "Sổ không có mục 99999" in unknown.stderr) == (2, True)
