"""A reviewer asks, the author takes the proposal back and sends it anew; nothing of that enters the ledger."""

from __future__ import annotations

import json

from tests.ledger.school import OPEN, School

SCORES = f"records/{OPEN}/7a1/hk2/toan.yaml"
TEACHER, HEAD = "gv-khang", "pho-hieu-truong"
SCORE = r"tx: \[(\d+)"


def proposed(school: School) -> str:
    school.edit(SCORES, SCORE, "tx: [1")
    return school.does(TEACHER, "propose", "-m", "Sửa một điểm.")


def test_a_question_reaches_the_author_and_goes_with_the_proposal(school: School) -> None:
    branch = proposed(school)
    asked = school.does(HEAD, "ask-back", branch, "-m", "Bài này chấm 1 hay 7?")
    assert asked == f"pr/{HEAD}/hoi-lai-{OPEN}-7a1-hk2-toan"
    assert (
        school.git("log", "-1", "--format=%(trailers:key=Hocba-Scope,valueonly)", asked, where=school.server) == branch
    )
    entries = school.verdict()["entries"]
    school.does(HEAD, "accept", branch)
    assert school.git("branch", "--list", "pr/*/*7a1-hk2-toan", where=school.server) == ""
    assert (school.verdict()["verdict"], school.verdict()["entries"]) == ("valid", entries + 1)


def test_what_waits_is_listed_for_whoever_asks(school: School) -> None:
    branch = proposed(school)
    school.does(HEAD, "ask-back", branch, "-m", "Bài này chấm 1 hay 7?")
    for person, turn in ((HEAD, "bạn duyệt được"), (TEACHER, f"của mình, chờ hieu-truong, {HEAD}"), ("gv-anh", "chờ ")):
        said = school.does_all(person, "review")
        assert f"{branch}  {turn}" in said
        assert f"  {HEAD} hỏi: Bài này chấm 1 hay 7?" in said
    rows = json.loads(school.does_all(HEAD, "review", "--json"))["dang_cho"]
    (mine,) = [row for row in rows if row["nhanh"] == branch]
    assert (mine["duyet_duoc"], mine["tac_gia"], mine["hoi_lai"][0]["nguoi"]) == (True, TEACHER, HEAD)
    assert [row for row in rows if "hoi-lai" in row["nhanh"]] == []


def test_a_question_is_never_merged(school: School) -> None:
    branch = proposed(school)
    asked = school.does(HEAD, "ask-back", branch, "-m", "Bài này chấm 1 hay 7?")
    refused = school.run("hieu-truong", "accept", asked)
    assert refused.exit_code == 4
    assert "HB321" in refused.output


def test_who_asks_oneself_or_names_a_pupil_is_refused(school: School) -> None:
    branch = proposed(school)
    assert school.run(TEACHER, "ask-back", branch, "-m", "Đúng chưa?").exit_code == 4
    pupil = next(iter(sorted(school.desk.glob("records/hoc-sinh/*.yaml"))))
    name = pupil.read_text("utf-8").partition("ho_ten: ")[2].partition(",")[0]
    assert school.run(HEAD, "ask-back", branch, "-m", f"Điểm của {name}?").exit_code == 2


def test_a_proposal_taken_back_is_mended_and_sent_anew(school: School) -> None:
    branch = proposed(school)
    assert school.run(HEAD, "withdraw", branch).exit_code == 4
    assert school.does(TEACHER, "withdraw", branch) == SCORES
    assert school.git("branch", "--list", branch, where=school.server) == ""
    assert "tx: [1" in (school.desk / SCORES).read_text("utf-8")
    school.edit(SCORES, SCORE, "tx: [7")
    school.does(HEAD, "accept", school.does(TEACHER, "propose", "-m", "Sửa một điểm."))
    assert "tx: [7" in school.git("show", f"main:{SCORES}", where=school.server)


def test_what_is_being_edited_is_not_written_over(school: School) -> None:
    branch = proposed(school)
    school.edit(SCORES, SCORE, "tx: [3")
    refused = school.run(TEACHER, "withdraw", branch)
    assert refused.exit_code == 4
    assert "tx: [3" in (school.desk / SCORES).read_text("utf-8")
    assert school.git("branch", "--list", branch, where=school.server) != ""
