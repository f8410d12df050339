"""``hocba audit``: the report of an honest school, and of the same school after somebody tampered with it."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from hocba_build.records.writer import files_of
from hocba_build.workflows.sample import Plan, generate
from tests.audit.conftest import audited, sheet_of
from tests.ledger.school import CLOSED, OPEN, School
from tests.publishing.conftest import text_of

DECISION = "47/QĐ-BM-2025"
FAMILY = re.compile(r"(?:ho_ten|cho_o|so_dinh_danh): ([^,}\n]{4,})")


def document(path: Path) -> dict[str, Any]:
    said: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return said


def rows(path: Path) -> list[dict[str, str]]:
    raw = path.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(raw.decode("utf-8-sig").splitlines()))


def results(said: dict[str, Any]) -> list[str]:
    return [check["ket_qua"] for check in said["kiem_tra"]]


# --- an honest school -------------------------------------------------------------------------------------------


def test_every_check_is_told_with_its_outcome(report: Path) -> None:
    said = document(report / "kiem-toan.json")
    assert (said["schema_version"], said["verdict"], said["anchored"]) == (1, "valid", True)
    unmade = [check["dieu_kiem"] for check in said["kiem_tra"] if check["ket_qua"] != "dung"]
    assert [sentence.split()[0] for sentence in unmade] == ["Sổ", "Ngày"]
    assert said["sua_sau_khi_khoa"] == 1
    assert said["muc"][-1]["muc"] == said["entries"] == len(said["muc"])
    page = (report / "index.html").read_text("utf-8")
    assert page.count("chip done") == len(said["kiem_tra"]) - 2
    assert "Mốc thời gian mới nhất</dt><dd>chưa có" in page


def test_the_change_after_the_lock_is_told_everywhere(report: Path) -> None:
    (change,) = [row for row in rows(report / f"thay-doi-{CLOSED}.csv") if row["loai"] == "sua"]
    assert (change["cot"], change["quyet_dinh_mo_so"], change["sau_khi_ki"]) == ("ck", DECISION, "x")
    assert (change["nguoi_ghi"], change["dong_y"], change["nguoi_duyet"]) == ("gv-khang", "gv-kiet", "pho-hieu-truong")
    assert change["tu_cach"] == "Giáo viên Toán lớp 6a1, học kì II"
    old, new = change["cu"].replace(".", ","), change["moi"].replace(".", ",")
    struck = f'cuối kì <span class="was">{old}</span> → <strong>{new}</strong>'
    pages = [
        "index.html",
        "sua-sau/index.html",
        f"lop/{CLOSED}/6a1/index.html",
        f"hoc-sinh/{CLOSED}/{change['hoc_sinh']}.html",
    ]
    assert [struck in (report / page).read_text("utf-8") for page in pages] == [True] * 4
    printed = text_of((report / "bao-cao.pdf").read_bytes())
    assert f"cuối kì {old} → {new}" in printed
    assert printed.count(DECISION) == 2  # The unlock, and what was changed under it.


def test_the_tables_agree_with_each_other(report: Path) -> None:
    said = document(report / "kiem-toan.json")
    for year in (CLOSED, OPEN):
        table = rows(report / f"thay-doi-{year}.csv")
        deeds = [json.loads(line) for line in (report / f"thay-doi-{year}.jsonl").read_text("utf-8").splitlines()]
        assert len(table) == sum(len(deed["o"]) for deed in deeds) > 100
        assert {row["muc"] for row in table} <= {str(entry["muc"]) for entry in said["muc"]}
    filled = sum(len(rows(report / f"thay-doi-{year}.csv")) for year in (CLOSED, OPEN))
    assert filled == sum(entry["o_vao_so"] + entry["o_sua"] for entry in said["muc"])
    assert len(rows(report / "muc.csv")) == said["entries"]
    assert len(rows(report / "khoa.csv")) == len(said["khoa"]) > 10
    assert [row["viec"] for row in rows(report / "khoa-so.csv")] == ["khoa", "mo", "khoa"]


def test_sign_offs_are_told_with_their_freshness(report: Path) -> None:
    table = rows(report / "ki-xac-nhan.csv")
    stale = [row["nguoi"] for row in table if not row["con_hieu_luc"]]
    assert stale == ["gv-khang", "gv-kiet", "hieu-truong"]
    assert [row["nguoi"] for row in table[-3:]] == stale
    page = (report / f"nam/{CLOSED}.html").read_text("utf-8")
    assert (page.count("Còn hiệu lực"), page.count("Đã cũ")) == (len(table) - 3, 3)


def test_the_register_of_keys(report: Path) -> None:
    keys = {row["nguoi"]: row for row in rows(report / "khoa.csv")}
    assert (keys["hieu-truong"]["tu_muc"], keys["gv-khang"]["tu_muc"]) == ("0", "1")
    assert keys["so-gddt"]["dung_lan_cuoi"] == ""
    last = [row["muc"] for row in rows(report / "muc.csv") if "gv-khang" in row["nguoi_ghi"] + row["nguoi_duyet"]][-1]
    assert keys["gv-khang"]["dung_lan_cuoi"] == last


def test_every_way_leads_somewhere(report: Path) -> None:
    """Links, anchors included, within the folder; nothing leads out of it."""
    for page in sorted(report.rglob("*.html")):
        for target in re.findall(r'(?:href|src)="([^"]+)"', page.read_text("utf-8")):
            if target in ("data:,", "#noi-dung"):
                continue
            path, _, anchor = unquote(target).partition("#")
            found = (page.parent / path).resolve()
            assert found.is_relative_to(report.resolve()), (page, target)
            assert found.is_file(), (page, target)
            assert not anchor or f'id="{anchor}"' in found.read_text("utf-8"), (page, target)


def test_no_name_stands_in_a_path_and_no_family_anywhere(report: Path, lived: School) -> None:
    assert [
        path for path in report.rglob("*") if not re.fullmatch(r"[A-Za-z0-9./_-]+", path.relative_to(report).as_posix())
    ] == []
    families = {
        value.strip('"')
        for path, raw in files_of(generate(Plan(classes=2, pupils_per_class=6))).items()
        if path.startswith("records/ho-so/")
        for value in FAMILY.findall(raw.decode())
    }
    whole = "".join(
        path.read_text("utf-8") for path in report.rglob("*") if path.suffix in (".html", ".csv", ".json", ".jsonl")
    )
    staff = (lived.desk / "signatures/can-bo.yaml").read_text("utf-8")
    assert len(families) > 10
    assert [value for value in families if value in whole and value not in staff] == []
    assert "Trang lí lịch" in whole


def test_a_bundle_is_judged_like_the_repository(report: Path, lived: School, tmp_path: Path) -> None:
    bundle = tmp_path / "so.bundle"
    lived.git("bundle", "create", "-q", str(bundle), "main")
    result = audited(bundle, tmp_path / "bc", "--json", sheet=sheet_of(lived))
    assert result.exit_code == 0, result.output
    assert document(tmp_path / "bc/kiem-toan.json") == document(report / "kiem-toan.json")
    assert (tmp_path / "bc/bao-cao.pdf").read_bytes() == (report / "bao-cao.pdf").read_bytes()
    short = json.loads(result.stdout)
    assert short.pop("trang") == len(list(report.rglob("*.html")))
    assert short == {key: value for key, value in document(report / "kiem-toan.json").items() if key in short}


def test_only_a_class_or_a_year_is_shown_and_the_verdict_is_on_all(report: Path, lived: School, tmp_path: Path) -> None:
    out = tmp_path / "bc"
    result = audited(lived.desk, out, "--year", CLOSED, "--class", "6A1", sheet=sheet_of(lived))
    assert result.exit_code == 0, result.output
    said, whole = document(out / "kiem-toan.json"), document(report / "kiem-toan.json")
    assert (said["lop"], said["entries"], said["kiem_tra"]) == ([f"{CLOSED}/6a1"], whole["entries"], whole["kiem_tra"])
    assert [path.name for path in out.glob("thay-doi-2*.csv")] == [f"thay-doi-{CLOSED}.csv"]
    assert (out / f"lop/{CLOSED}/6a1/index.html").read_text("utf-8") == (
        report / f"lop/{CLOSED}/6a1/index.html"
    ).read_text("utf-8")
    assert not (out / f"lop/{CLOSED}/10a1").exists()


# --- refused ----------------------------------------------------------------------------------------------------


def test_a_class_that_never_was_is_refused(lived: School, tmp_path: Path) -> None:
    result = audited(lived.desk, tmp_path / "bc", "--class", "9z9", sheet=sheet_of(lived))
    assert (result.exit_code, (tmp_path / "bc").exists()) == (2, False)
    assert f"{CLOSED}/6a1" in result.stderr


def test_a_folder_of_somebody_elses_is_left_alone(lived: School, tmp_path: Path) -> None:
    (tmp_path / "cua-toi.txt").write_text("giữ lại", "utf-8")
    result = audited(lived.desk, tmp_path, sheet=sheet_of(lived))
    assert (result.exit_code, [path.name for path in tmp_path.iterdir()]) == (4, ["cua-toi.txt"])


def test_what_is_no_history_gives_no_report(tmp_path: Path, lived: School) -> None:
    (tmp_path / "trong").mkdir()
    result = audited(tmp_path / "trong", tmp_path / "bc", sheet=sheet_of(lived))
    assert (result.exit_code, (tmp_path / "bc").exists()) == (3, False)


def test_a_sheet_of_another_school_lets_nothing_stand(lived: School, tmp_path: Path) -> None:
    text = sheet_of(lived).read_text("utf-8")
    other = tmp_path / "goc.yaml"
    other.write_text(re.sub(r"lap_so: [0-9a-f]{40}", "lap_so: " + "1" * 40, text), "utf-8")
    result = audited(lived.desk, tmp_path / "bc", sheet=other)
    assert (result.exit_code, (tmp_path / "bc").exists()) == (1, False)
    assert "HB345" in result.stderr


def test_without_a_sheet_the_report_says_that_nothing_is_concluded(lived: School, tmp_path: Path) -> None:
    result = audited(lived.desk, tmp_path / "bc")
    said = document(tmp_path / "bc/kiem-toan.json")
    assert (result.exit_code, said["verdict"], said["anchored"]) == (3, "undecided", False)
    assert said["kiem_tra"][1]["ket_qua"] == "chua"
    assert "Chưa kết luận được" in (tmp_path / "bc/index.html").read_text("utf-8")
    assert "Chưa kết luận được." in text_of((tmp_path / "bc/bao-cao.pdf").read_bytes())


def test_a_forged_commit_is_named_and_what_stood_before_it_is_shown(
    report: Path, school_copy: School, tmp_path: Path
) -> None:
    school_copy.edit(f"records/{CLOSED}/6a1/hk2/toan.yaml", r"ck: [\d.]+", "ck: 10")
    who = ("-c", "user.name=gv", "-c", "user.email=gv@truong.invalid")
    school_copy.git(*who, "commit", "-q", "--no-verify", "--no-gpg-sign", "-am", "Sửa")
    forged = school_copy.git("rev-parse", "HEAD")
    result = audited(school_copy.desk, tmp_path / "bc", sheet=sheet_of(school_copy))
    said, honest = document(tmp_path / "bc/kiem-toan.json"), document(report / "kiem-toan.json")
    assert (result.exit_code, said["verdict"]) == (1, "invalid")
    (wrong,) = [check for check in said["kiem_tra"] if check["ket_qua"] == "sai"]
    assert wrong["dieu_kiem"].startswith("Mỗi mục là một đề xuất")
    assert [(one["code"], one["commit"]) for one in wrong["findings"]] == [("HB320", forged)]
    assert said["muc"] == honest["muc"]
    changes = f"thay-doi-{CLOSED}.csv"
    assert (tmp_path / "bc" / changes).read_bytes() == (report / changes).read_bytes()
    page = (tmp_path / "bc/index.html").read_text("utf-8")
    assert "Không hợp lệ" in page
    assert forged in page
    assert f"Đúng đến mục {honest['entries']}" in page


def test_a_failing_run_leaves_the_last_report(report: Path, school_copy: School, tmp_path: Path) -> None:
    out = tmp_path / "bc"
    assert audited(school_copy.desk, out, sheet=sheet_of(school_copy)).exit_code == 0
    before = {path.relative_to(out): path.read_bytes() for path in out.rglob("*") if path.is_file()}
    assert audited(school_copy.desk, out, "--year", "2030-2031", sheet=sheet_of(school_copy)).exit_code == 2
    assert {path.relative_to(out): path.read_bytes() for path in out.rglob("*") if path.is_file()} == before
