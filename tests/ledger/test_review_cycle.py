"""Propose, review, accept, approve: by the command line, with real keys, through a server that runs the hook."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from hocba_build.domain.errors import RefusedError
from hocba_build.workflows.ledger.accept import _same
from hocba_build.workflows.ledger.desk import open_desk
from tests.ledger.school import CLOSED, OPEN, School

SCORES = f"records/{OPEN}/7a1/hk2/toan.yaml"
TEACHER, HEAD, OTHER = "gv-khang", "gv-khang", "gv-tham"
SCORE = r"tx: \[(\d)"


def test_the_school_is_valid_on_the_server(lived: School) -> None:
    said = lived.verdict()
    assert (said["verdict"], said["anchored"], said["findings"]) == ("valid", True, [])
    assert said["tip"] == lived.git("rev-parse", "main")
    assert lived.git("status", "--porcelain") == ""


def test_a_score_goes_the_whole_way(school: School) -> None:
    school.edit(SCORES, SCORE, "tx: [1")
    branch = school.does(TEACHER, "propose", "-m", "Sửa một điểm thường xuyên.")
    assert branch == f"pr/{TEACHER}/{OPEN}-7a1-hk2-toan"
    assert school.git("status", "--porcelain") == ""
    review = json.loads(school.run("pho-hieu-truong", "review", branch, "--json").stdout)
    (cell,) = review["o"]
    assert (cell["path"], cell["column"], cell["new"]) == (SCORES, "tx1", "1")
    before = school.verdict()["entries"]
    school.does("pho-hieu-truong", "accept", branch)
    assert school.git("show", f"main:{SCORES}") == (school.desk / SCORES).read_text("utf-8").strip()
    assert "tx: [1" in (school.desk / SCORES).read_text("utf-8")
    said = school.verdict()
    assert (said["verdict"], said["entries"], said["tip"]) == ("valid", before + 1, school.git("rev-parse", "main"))
    assert branch not in school.git("branch", "--list", "pr/*", where=school.server)


def test_the_comment_for_a_forge_names_nobody(school: School) -> None:
    school.edit(SCORES, SCORE, "tx: [1")
    branch = school.does(TEACHER, "propose", "-m", "Sửa một điểm.")
    comment = school.run(TEACHER, "review", branch, "--markdown").stdout
    assert "| tx1 |" in comment
    names = [
        path.read_text("utf-8").partition("ho_ten: ")[2].partition(",")[0]
        for path in school.desk.glob("records/hoc-sinh/*")
    ]
    assert [name for name in names if name in comment] == []


def test_who_is_not_entitled_is_told_who_is(school: School) -> None:
    school.edit(SCORES, SCORE, "tx: [1")
    result = school.run(OTHER, "propose", "-m", "Sửa điểm.")
    assert result.exit_code == 4
    assert f"{OTHER} không được sửa {SCORES}" in result.stderr
    assert f"Người được sửa: {TEACHER}" in result.stderr
    assert "tx: [1" in (school.desk / SCORES).read_text("utf-8"), "the work is still there"


def test_nobody_accepts_an_own_proposal(school: School) -> None:
    school.edit(SCORES, SCORE, "tx: [1")
    branch = school.does(TEACHER, "propose", "-m", "Sửa điểm.")
    before = school.git("rev-parse", "main", where=school.server)
    result = school.run(HEAD, "accept", branch)
    assert (result.exit_code, "HB334" in result.stderr) == (4, True)
    assert school.git("rev-parse", "main", where=school.server) == before


def test_a_locked_year_takes_no_proposal(school: School) -> None:
    path = f"records/{CLOSED}/6a1/hk2/toan.yaml"
    school.edit(path, SCORE, "tx: [0")
    result = school.run(TEACHER, "propose", "-m", "Sửa điểm.")
    assert (result.exit_code, f"năm học {CLOSED} đã khoá" in result.stderr) == (4, True)
    assert school.git("branch", "--list", f"pr/{TEACHER}/*", where=school.server) == ""


@pytest.mark.parametrize(
    ("reason", "said"),
    [("", "Chưa có lí do"), ("dài " * 40, "tối đa 120"), ("{name}", "họ tên một học sinh")],
    ids=["empty", "long", "a pupil's name"],
)
def test_a_reason_is_short_and_names_no_pupil(school: School, reason: str, said: str) -> None:
    pupil = next(school.desk.glob("records/hoc-sinh/*")).read_text("utf-8")
    name = pupil.partition("ho_ten: ")[2].partition(",")[0]
    school.edit(SCORES, SCORE, "tx: [1")
    result = school.run(TEACHER, "propose", "-m", reason.format(name=f"Điểm của {name.upper()} vào nhầm"))
    assert (result.exit_code, said in result.stderr) == (2, True)


def test_several_kinds_of_work_are_several_proposals(school: School) -> None:
    school.edit(SCORES, SCORE, "tx: [1")
    school.edit(f"records/{OPEN}/7a1/lop.yaml", "ngoai_ngu_1: .*", "ngoai_ngu_1: Tiếng Pháp")
    result = school.run(TEACHER, "propose", "-m", "Sửa điểm.")
    assert (result.exit_code, "nhiều loại việc" in result.stderr) == (4, True)
    assert school.does(TEACHER, "propose", SCORES, "-m", "Sửa điểm.").startswith(f"pr/{TEACHER}/")


def test_a_path_that_two_proposals_change_is_accepted_once(school: School) -> None:
    branches = []
    for score in ("1", "2"):
        school.edit(SCORES, SCORE, f"tx: [{score}")
        branches.append(school.does(TEACHER, "propose", "-m", "Sửa điểm."))
    before = school.git("rev-parse", "main", where=school.server)
    result = school.run("pho-hieu-truong", "accept", *branches)
    assert (result.exit_code, SCORES in result.stderr) == (4, True)
    assert school.git("rev-parse", "main", where=school.server) == before, "one push, all or nothing"
    school.does("pho-hieu-truong", "accept", branches[0])
    assert school.verdict()["verdict"] == "valid"


def test_two_reviewers_at_once_lose_no_work(school: School) -> None:
    """Each at a desk of one's own, at the same moment: both proposals stand in the ledger."""
    school.edit(SCORES, SCORE, "tx: [1")
    first = school.does(TEACHER, "propose", "-m", "Sửa điểm Toán.")
    other = f"records/{OPEN}/7a1/hk2/gdcd.yaml"
    school.edit(other, SCORE, "tx: [1")
    second = school.does("gv-tham", "propose", "-m", "Sửa điểm GDCD.")
    desks = [school.root / name for name in ("ban-1", "ban-2")]
    for desk in desks:
        school.git("clone", "--quiet", str(school.server), str(desk))
    jobs = [("pho-hieu-truong", first, desks[0]), ("hieu-truong", second, desks[1])]
    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(lambda job: cli(school, *job), jobs))
    assert results == [0, 0]
    said = school.verdict()
    assert said["verdict"] == "valid"
    for path in (SCORES, other):
        assert "tx: [1" in school.git("show", f"main:{path}", where=school.server)


def cli(school: School, person: str, branch: str, desk: object) -> int:
    """A process of its own: two people do not share one."""
    env = {**os.environ, "HOCBA_PERSON": person, "GNUPGHOME": str(school.root / "khoa" / person)}
    env["HOCBA_STATE"] = str(school.root / "s")
    command = [sys.executable, "-c", "from hocba_build.interfaces.cli import main; main()"]
    return subprocess.run([*command, "-C", str(desk), "accept", branch], env=env, check=False).returncode


def test_an_approval_is_a_signature_of_another_person(school: School) -> None:
    school.edit(SCORES, SCORE, "tx: [1")
    branch = school.does(TEACHER, "propose", "-m", "Sửa điểm.")
    assert school.run(TEACHER, "approve", branch).exit_code == 4
    school.does("gv-kiet", "approve", branch)
    school.does("pho-hieu-truong", "accept", branch)
    said = school.verdict()
    assert said["verdict"] == "valid"
    assert "gv-kiet.asc" in school.git("show", "--stat=200", "--format=", "main^2", "--", "signatures/dong-y")


def test_a_review_says_what_the_judge_would_say(school: School) -> None:
    """Before anybody has merged it: who may, and for a branch that could not stand, why."""
    school.edit(SCORES, SCORE, "tx: [1")
    branch = school.does(TEACHER, "propose", "-m", "Sửa điểm.")
    said = json.loads(school.run(OTHER, "review", branch, "--json").stdout)
    assert (said["loi"], said["nguoi_duyet"], said["con_thieu"]) == (None, ["hieu-truong", "pho-hieu-truong"], [])
    who = ("-c", f"user.name={TEACHER}", "-c", f"user.email={TEACHER}@truong.invalid")
    school.edit(SCORES, SCORE, "tx: [2")
    school.git(*who, "commit", "--quiet", "--all", "-m", "sửa")
    school.git("push", "--quiet", "origin", f"main:pr/{TEACHER}/thu")
    refused = school.run(OTHER, "review", f"pr/{TEACHER}/thu", "--json")
    said = json.loads(refused.stdout)
    assert (refused.exit_code, said["loi"]["code"], said["nguoi_duyet"]) == (1, "HB310", [])
    assert "**Chưa nhận được:** HB310" in school.run(OTHER, "review", f"pr/{TEACHER}/thu", "--brief").stdout


def test_a_review_shows_names_only_where_they_are_asked_for(school: School) -> None:
    path = f"records/{OPEN}/7a1/hk1/toan.yaml"
    school.edit(path, SCORE, "tx: [1")
    branch = school.does(TEACHER, "propose", "-m", "Sửa điểm.")
    pupil = json.loads(school.run(OTHER, "review", branch, "--json").stdout)["o"][0]["pupil"]
    text = (school.desk / f"records/hoc-sinh/{pupil}.yaml").read_text("utf-8")
    name = text.partition("ho_ten: ")[2].partition(",")[0]
    plain, named = (school.run(OTHER, "review", branch, *more).stdout for more in ((), ("--names",)))
    assert (name in plain, name in named) == (False, True)
    assert f"  {pupil}  Toán, học kì I ({OPEN}): " in plain, "the effect in the words of the transcript"
    brief = school.run(OTHER, "review", branch, "--brief").stdout
    assert (name in brief, "| tx1 |" in brief, f"| {pupil} | 1 | Toán, học kì I" in brief) == (False, False, True)


def test_b7_a_branch_that_moves_between_two_tries_is_looked_at_again(school: School) -> None:
    """A lost race is run again with what the reviewer asked for, never with what came since."""
    school.edit(SCORES, SCORE, "tx: [1")
    branch = school.does(TEACHER, "propose", "-m", "Sửa điểm.")
    desk = open_desk(school.desk)
    asked = _same(desk, [branch], {})
    assert _same(desk, [branch], asked) == asked
    with pytest.raises(RefusedError, match="vừa được tác giả đổi"):
        _same(desk, [branch], {branch: desk.main()})
