"""An archive goes into the register: looked at, proposed, accepted; then a disc says where it belongs."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

from hocba_build.trust.papers.media import media_path
from tests.archive.conftest import Archived, archive
from tests.archive.test_altered import flip
from tests.ledger.school import CLOSED, School

WHERE = "Phòng lưu trữ, tủ 2"


def test_from_the_disc_to_the_register_and_back(archived: Archived, school_copy: School, tmp_path: Path) -> None:
    school = school_copy
    shutil.copytree(archived.pages, school.root / "in")
    assert archive(school, tmp_path).exit_code == 0
    made = Archived(school, tmp_path / CLOSED)
    ledger = ("--ledger", str(school.server), "--json")
    before = json.loads(made.verify(made.image, *ledger).stdout)
    assert (before["verdict"], before["chua_kiem"]) == ("valid", ["register"])
    register = ("archive", "register", str(tmp_path), "--kept", WHERE, "--copies", "2", "--root", str(made.sheet))
    tried = school.does_all("van-thu", *register, "--dry-run", "--json")
    assert (json.loads(tried)["nhanh"], json.loads(tried)["noi_giu"]) == (None, WHERE)
    assert missing(school) == [{"nam_hoc": CLOSED, "co_ban_cu": False}]
    assert CLOSED in school.run("gv-khang", "archive", "list").stderr
    branch = school.does("van-thu", *register)
    assert branch == "pr/van-thu/luu-tru-0001"
    assert school.run("van-thu", "accept", branch).exit_code == 4
    school.does("pho-hieu-truong", "accept", branch)
    assert school.verdict()["verdict"] == "valid"
    (listed,) = json.loads(school.does_all("gv-khang", "archive", "list", "--json"))["luu_tru"]
    assert (listed["so"], listed["nam_hoc"], listed["so_ban"], listed["noi_giu"]) == (1, CLOSED, 2, WHERE)
    assert WHERE in school.does_all("gv-khang", "archive", "list")
    assert missing(school) == []
    after = json.loads(made.verify(made.image, *ledger).stdout)
    assert (after["verdict"], after["chua_kiem"]) == ("valid", [])
    assert WHERE in after["checks"]["register"]["message"]
    again = school.run("van-thu", *register)
    assert (again.exit_code, "Đã ghi ở số 0001" in again.stderr) == (4, True)
    named = next(school.desk.glob("records/hoc-sinh/*.yaml")).read_text("utf-8")
    pupil = re.findall(r"ho_ten: ([^,}]+)", named)[0]
    refused = school.run("van-thu", *register[:3], "--kept", f"Tủ của {pupil}")
    assert (refused.exit_code, "họ tên một học sinh" in refused.stderr) == (2, True)


def missing(school: School) -> list[dict[str, object]]:
    """The locked years that the register has no medium of."""
    rows: list[dict[str, object]] = json.loads(school.does_all("gv-khang", "archive", "list", "--json"))["con_thieu"]
    return rows


def test_what_is_not_true_is_not_registered(copied: Archived) -> None:
    flip(copied.content)
    refused = copied.school.run("van-thu", "archive", "register", str(copied.content), "--kept", WHERE)
    assert (refused.exit_code, "HB541" in refused.stderr) == (1, True)
    assert copied.school.git("branch", "--list", "pr/van-thu/*", where=copied.school.server) == ""
    assert not (copied.school.desk / media_path(1)).exists()
