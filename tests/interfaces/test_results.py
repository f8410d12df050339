"""``hocba results`` as scripts and people meet it: the fixed JSON shape, the table, the reasons."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from hocba_build.interfaces.cli import main

ROOT = Path(__file__).resolve().parents[2]
YEAR = "2024-2025"

PUPIL = {"ma", "ho_ten", "trang_thai", "mon", "hk1", "hk2", "ca_nam"}
SUBJECT = {"hk1", "hk2", "ca_nam", "danh_gia_lai"}
LEVELS = {"hoc_tap", "ren_luyen"}
WHOLE = {
    "hoc_tap",
    "ren_luyen",
    "buoi_nghi",
    "ket_luan",
    "danh_hieu",
    "hoan_thanh_cap",
    "ban_dau",
    "canh_bao",
}
LEVEL_WORDS = {"tot", "kha", "dat", "chua_dat", None}
RESULT = re.compile(r"10\.0|[0-9]\.[0-9]|dat|chua_dat|mien")


def run(*words: str, root: Path = ROOT) -> Result:
    result = CliRunner().invoke(main, ["-C", str(root), *words], catch_exceptions=True)
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result


def document(*words: str) -> Any:
    result = run("results", *words, "--json")
    assert (result.exit_code, result.stderr) == (0, "")
    return json.loads(result.stdout)


def classes_of(year: str) -> list[str]:
    return sorted(path.parent.name for path in (ROOT / "records" / year).glob("*/lop.yaml"))


@pytest.fixture(scope="module")
def whole_year() -> Any:
    return document(YEAR)


def test_a_year_holds_one_object_a_class(whole_year: Any) -> None:
    assert set(whole_year) == {"schema_version", "nam_hoc", "lop"}
    assert (whole_year["schema_version"], whole_year["nam_hoc"]) == (1, YEAR)
    own = [one["lop"] for one in whole_year["lop"] if not one.get("legacy")]
    assert sorted(own) == classes_of(YEAR)


def test_a_class_by_itself_is_the_same_object(whole_year: Any) -> None:
    assert document(YEAR, "6a1") == next(one for one in whole_year["lop"] if one["lop"] == "6a1")


def test_every_pupil_has_the_fixed_shape(whole_year: Any) -> None:
    pupils = [pupil for one in whole_year["lop"] if not one.get("legacy") for pupil in one["hoc_sinh"]]
    assert len(pupils) > 200
    for pupil in pupils:
        assert set(pupil) == PUPIL
        assert pupil["trang_thai"] in {"dang_hoc", "chuyen_di", "chuyen_lop", "thoi_hoc", "bao_luu"}
        for subject in pupil["mon"].values():
            assert set(subject) == SUBJECT
            assert all(value is None or RESULT.fullmatch(value) for value in subject.values())
        for term in ("hk1", "hk2"):
            assert set(pupil[term]) == LEVELS
            assert set(pupil[term].values()) <= LEVEL_WORDS
        check_whole_year(pupil["ca_nam"])


def check_whole_year(year: Any) -> None:
    assert set(year) == WHOLE
    assert {year["hoc_tap"], year["ren_luyen"]} <= LEVEL_WORDS
    assert year["ket_luan"] in {"len_lop", "kiem_tra_lai", "ren_luyen_he", "o_lai_lop", None}
    assert year["danh_hieu"] in {"xuat_sac", "gioi", None}
    assert year["hoan_thanh_cap"] in {True, False, None}
    assert year["ban_dau"] is None or set(year["ban_dau"]) == {"hoc_tap", "ren_luyen", "ket_luan"}
    assert all(set(notice) == {"code", "message"} for notice in year["canh_bao"])


def test_the_list_keeps_its_order_leavers_included(whole_year: Any) -> None:
    for one in whole_year["lop"]:
        if not one.get("legacy"):
            listed = (ROOT / "records" / YEAR / one["lop"] / "lop.yaml").read_text("utf-8")
            assert [pupil["ma"] for pupil in one["hoc_sinh"]] == re.findall(r'\{ma: "([0-9]{10})"', listed)


def test_a_kept_year_says_so() -> None:
    kept = [one for one in document("2020-2021")["lop"] if one.get("legacy")]
    assert kept
    years = [pupil["ca_nam"] for one in kept for pupil in one["hoc_sinh"]]
    assert all({"hoc_luc", "hanh_kiem", "dtbcm"} <= set(year) for year in years)


def test_the_table_is_readable(whole_year: Any) -> None:
    result = run("results", YEAR, "6a1")
    lines = result.stdout.splitlines()
    assert result.exit_code == 0
    assert lines[0] == f"Lớp 6a1, năm học {YEAR}"
    assert lines[1].split()[:2] == ["STT", "Mã"]
    names = [pupil["ho_ten"] for one in whole_year["lop"] if one["lop"] == "6a1" for pupil in one["hoc_sinh"]]
    assert all(name in lines[place] for place, name in enumerate(names, start=2))


def test_every_reason_names_its_article() -> None:
    shown = document(YEAR, "6a1", "--why")
    reasons = [reason for pupil in shown["hoc_sinh"] for reason in pupil["vi_sao"]]
    assert reasons
    for reason in reasons:
        assert set(reason) == {"so_lieu", "gia_tri", "tu", "quy_tac", "can_cu"}
        assert reason["can_cu"].startswith(("Điều ", "Quyết định ", "TT ")), reason
        assert reason["quy_tac"]


def test_one_pupil_alone() -> None:
    shown = document(YEAR, "6a1", "--pupil", "7400000001")
    assert [pupil["ma"] for pupil in shown["hoc_sinh"]] == ["7400000001"]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("1999-2000",), "Không có năm học 1999-2000 trong hồ sơ."),
        ((YEAR, "6a9"), f"Năm học {YEAR} không có lớp 6a9."),
        (("2020-2021", "9z"), "Năm học 2020-2021 không có lớp 9z."),
        (("1999-2000", "6a1"), "Không có năm học 1999-2000 trong hồ sơ."),
        ((YEAR, "6a1", "--pupil", "7400009999"), "Không có học sinh 7400009999 ở đây."),
        ((), "Thiếu NĂM_HỌC."),
        ((YEAR, "--lạ"), "Không có tuỳ chọn --lạ."),
    ],
)
def test_what_is_not_there_is_a_sentence(words: tuple[str, ...], sentence: str) -> None:
    result = run("results", *words)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(f"hocba: {sentence}\n")


def test_a_folder_without_records_is_a_sentence(tmp_path: Path) -> None:
    result = run("results", YEAR, root=tmp_path)
    assert result.exit_code == 2
    assert "records/" in result.stderr


BASE = ROOT / "tests" / "examples" / "base"
NOT_YET = {"hk1": None, "hk2": None, "ca_nam": None, "danh_gia_lai": None}
NO_LEVEL = {"hoc_tap": None, "ren_luyen": None}


def test_a_small_class_to_the_letter() -> None:
    """The whole document of one class, so that nothing is added, dropped or renamed by accident."""
    result = run("results", "2025-2026", "6a2", "--json", root=BASE)
    pupil = {
        "ma": "7400000003",
        "ho_ten": "Trần Minh Châu",
        "trang_thai": "dang_hoc",
        "mon": {"toan": {**NOT_YET, "hk1": "6.2"}, "gdtc": NOT_YET, "nghe-thuat": NOT_YET},
        "hk1": NO_LEVEL,
        "hk2": NO_LEVEL,
        "ca_nam": {
            **NO_LEVEL,
            "buoi_nghi": None,
            "ket_luan": None,
            "danh_hieu": None,
            "hoan_thanh_cap": None,
            "ban_dau": None,
            "canh_bao": [],
        },
    }
    assert json.loads(result.stdout) == {
        "schema_version": 1,
        "nam_hoc": "2025-2026",
        "lop": "6a2",
        "hoc_sinh": [pupil],
    }


def test_findings_elsewhere_do_not_change_the_exit(tmp_path: Path) -> None:
    """A faulty file leaves its figures blank and is told on stderr; the rest is computed as before."""
    shutil.copytree(BASE, tmp_path, dirs_exist_ok=True)
    faulty = ["records/2025-2026/6a1/hk1/toan.yaml", "records/hoc-sinh/7400000004.yaml"]
    for name in faulty:
        (tmp_path / name).write_text("x: {\n")
    result = run("results", "2025-2026", "--json", root=tmp_path)
    assert result.exit_code == 0
    assert result.stderr.splitlines()[0].startswith("hocba: 2 tệp có lỗi nên không được đọc")
    assert [line.strip() for line in result.stderr.splitlines()[1:3]] == faulty
    shown = {pupil["ma"]: pupil for one in json.loads(result.stdout)["lop"] for pupil in one["hoc_sinh"]}
    assert shown["7400000001"]["mon"]["toan"] == NOT_YET
    assert shown["7400000003"]["mon"]["toan"]["hk1"] == "6.2"
    assert shown["7400000004"]["ho_ten"] == ""
