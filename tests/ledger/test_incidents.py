"""An incident goes the whole way: recorded, accepted, followed up; and what the judge and the command refuse."""

from __future__ import annotations

import json

from hocba_build.domain.incidents import Incident, IncidentKind
from hocba_build.domain.values import PersonId
from hocba_build.records.incidents import encode_incident
from tests.ledger.school import School
from tests.trust.simulator import SINCE, SchoolSimulator, refused, valid

PATH = "signatures/su-co/0001.yaml"


def test_an_incident_is_recorded_accepted_and_followed(school: School) -> None:
    words = ("-m", "Mất thẻ khoá của gv-khang trên xe buýt.", "--reporter", "gv-khang", "--concerns", "gv-khang")
    branch = school.does("quan-tri", "incident", "report", "lost-key", *words, "--handling", "Đã thu hồi khoá.")
    assert branch == "pr/quan-tri/su-co-0001"
    assert json.loads(school.run("quan-tri", "incident", "list", "--json").stdout)["su_co"] == []
    school.does("hieu-truong", "accept", branch)
    later = school.does("van-thu", "incident", "follow", "1", "-m", "Đã có thẻ mới.", "--done")
    school.does("pho-hieu-truong", "accept", later)
    said = json.loads(school.run("gv-khang", "incident", "show", "1", "--json").stdout)["su_co"]
    assert [(one["so"], one["loai"], one["noi_tiep"], one["da_xong"]) for one in said] == [
        (1, "mat_khoa", None, True),
        (2, "mat_khoa", 1, True),
    ]
    assert (said[0]["nguoi_bao"], said[0]["xu_li"][0]["viec"]) == ("gv-khang", "Đã thu hồi khoá.")
    assert "[đã xong]" in school.run("gv-khang", "incident", "list").stdout
    assert school.verdict()["verdict"] == "valid"


def test_what_may_not_be_recorded(school: School) -> None:
    name = next(school.desk.glob("records/hoc-sinh/*.yaml")).read_text("utf-8")
    name = name.partition("ho_ten: ")[2].partition(",")[0]
    named = school.run("quan-tri", "incident", "report", "wrong-entry", "-m", f"Nhập nhầm điểm em {name}.")
    assert (named.exit_code, "Lời ghi có họ tên một học sinh." in named.stderr) == (2, True)
    other = school.run("gv-khang", "incident", "report", "other", "-m", "Máy chậm.")
    assert (other.exit_code, "Người được sửa: quan-tri, van-thu." in other.stderr) == (4, True)
    unknown = school.run("quan-tri", "incident", "follow", "9", "-m", "Xong.")
    assert (unknown.exit_code, "Không có sự cố số 9." in unknown.stderr) == (4, True)
    nobody = school.run("quan-tri", "incident", "report", "other", "-m", "Máy chậm.", "--reporter", "ai-do")
    assert (nobody.exit_code, "Không có cán bộ ai-do." in nobody.stderr) == (2, True)


def incident(number: int = 1, follows: int | None = None) -> bytes:
    said = Incident(number, IncidentKind.KHAC, SINCE, PersonId("quan-tri"), "Mất điện.", follows=follows)
    return encode_incident(said)


def test_the_judge_reads_incidents() -> None:
    school = SchoolSimulator()
    school.entry("quan-tri", {PATH: incident()}, "hieu-truong")
    school.entry("van-thu", {PATH.replace("1", "2"): incident(2, follows=1)}, "pho-hieu-truong")
    assert valid(school)


def test_an_incident_under_anothers_number_is_refused() -> None:
    school = SchoolSimulator()
    branch = school.commit("quan-tri", {PATH: incident(2)})
    school.merge("hieu-truong", branch)
    assert refused(school) == ("HB110", branch, PATH)


def test_an_incident_follows_only_an_earlier_one() -> None:
    school = SchoolSimulator()
    branch = school.commit("quan-tri", {PATH: incident(1, follows=1)})
    school.merge("hieu-truong", branch)
    assert refused(school) == ("HB110", branch, PATH)


def test_an_incident_of_no_known_form_is_refused() -> None:
    school = SchoolSimulator()
    branch = school.commit("quan-tri", {PATH: incident() + b"la: 1\n"})
    school.merge("hieu-truong", branch)
    assert refused(school) == ("HB108", branch, PATH)


def test_an_incident_is_written_once_and_by_the_office() -> None:
    school = SchoolSimulator()
    school.entry("quan-tri", {PATH: incident()}, "hieu-truong")
    again = school.commit("quan-tri", {PATH: incident(1).replace("Mất điện".encode(), "Có điện".encode())})
    school.merge("hieu-truong", again)
    assert refused(school) == ("HB342", again, PATH)
    other = SchoolSimulator()
    stray = other.commit("gv-lan", {PATH: incident()})
    other.merge("hieu-truong", stray)
    assert refused(other)[0] == "HB332"
