"""``hocba explain`` on a real school: from the figure to everything it stands on, honest or not."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from hocba_build.interfaces.cli import main
from tests.ledger.school import CLOSED, School

ROOT = Path(__file__).resolve().parents[2]
SLIP = f"records/{CLOSED}/6a1/hk2/toan.yaml"


def asked(desk: Path, *words: str, sheet: Path | None = None) -> Result:
    root = ("--root", str(sheet)) if sheet is not None else ()
    return CliRunner().invoke(
        main, ["-C", str(desk), "explain", *words, *root], env={"HOCBA_STATE": str(desk / "../s")}
    )


def document(result: Result) -> dict[str, Any]:
    said: dict[str, Any] = json.loads(result.stdout)
    return said


@pytest.fixture(scope="module")
def slip(lived: School) -> tuple[str, str, str]:
    """The pupil whose final score was corrected after the lock, what stood and what stands."""
    (line,) = re.findall(
        r'^[-+]  "(\d{10})": .*$\n^[-+]  "\1": .*$',
        lived.git("log", "-p", "-1", "--grep", "điểm thi", "--", SLIP),
        re.M,
    )
    pupil = line if isinstance(line, str) else line[0]
    rows = re.findall(
        rf'^([-+])  "{pupil}": .*ck: ([\d.]+)', lived.git("log", "-p", "-1", "--grep", "điểm thi", "--", SLIP), re.M
    )
    values = dict(rows)
    return pupil, values["-"], values["+"]


def test_a_corrected_figure_is_followed_from_page_to_people(lived: School, slip: tuple[str, str, str]) -> None:
    pupil, old, new = slip
    sheet = lived.root / "goc-tin-cay.yaml"
    result = asked(lived.desk, pupil, "toan", "hk2", "--year", CLOSED, "--json", sheet=sheet)
    said = document(result)
    assert (result.exit_code, said["schema_version"], said["so"]["verdict"], said["dang_khoa"]) == (0, 1, "valid", True)
    scores, curriculum = said["dau_vao"]
    line = (lived.desk / SLIP).read_text("utf-8").splitlines()[scores["dong"] - 1]
    assert (scores["tep"], line[3:13]) == (SLIP, pupil)
    assert curriculum["o"] == [{"cot": "mon_hoc.6.toan", "gia_tri": "140"}]
    entered, mended = scores["lich_su"]
    assert [cell["cu"] for cell in entered["o"]] == [None] * len(scores["o"])
    assert mended["o"] == [{"hoc_sinh": pupil, "cot": "ck", "cu": old, "moi": new}]
    assert (mended["sau_khi_ki"], mended["sua_sau_khoa"]["so_quyet_dinh"]) == (True, "47/QĐ-BM-2025")
    assert (entered["sau_khi_ki"], entered["sua_sau_khoa"]) == (False, None)
    assert mended["nguoi_ghi"]["tu_cach"] == "Giáo viên Toán lớp 6a1, học kì II"
    assert [one["tu_cach"] for one in mended["dong_y"]] == ["Giáo viên chủ nhiệm lớp 6a1"]
    assert mended["nguoi_duyet"]["tu_cach"] == "Phó Hiệu trưởng"
    assert lived.git("rev-parse", f"{mended['hop_nhat']}^2^") == mended["lan_ghi"]
    assert [(act["viec"], act["ban"]) for act in said["khoa_so"]] == [("khoa", 1), ("mo", None), ("khoa", 2)]


def test_sign_offs_are_told_with_their_freshness(lived: School, slip: tuple[str, str, str]) -> None:
    said = document(asked(lived.desk, slip[0], "toan", "hk2", "--year", CLOSED, "--json"))
    stands = [(one["vai_tro"], one["con_hieu_luc"]) for one in said["dau_vao"][0]["ki_xac_nhan"]]
    roles = ["bo-mon", "chu-nhiem", "lanh-dao"]
    assert stands == [*((role, False) for role in roles), *((role, True) for role in roles)]


def test_without_the_sheet_the_figure_is_told_and_nothing_is_concluded(
    lived: School, slip: tuple[str, str, str]
) -> None:
    result = asked(lived.desk, slip[0], "toan", "ca-nam", "--year", CLOSED)
    assert result.exit_code == 3
    assert "Toán, cả năm, năm học 2024-2025: " in result.stdout
    assert "HB386" in result.stdout
    assert "CHƯA KẾT LUẬN ĐƯỢC" in result.stdout
    assert f"{SLIP}, dòng" in result.stdout


def test_an_edit_on_the_desk_does_not_change_what_the_ledger_says(
    school_copy: School, slip: tuple[str, str, str]
) -> None:
    sheet = school_copy.root / "goc-tin-cay.yaml"
    words = (slip[0], "toan", "hk2", "--year", CLOSED, "--json")
    before = document(asked(school_copy.desk, *words, sheet=sheet))
    school_copy.edit(SLIP, rf'("{slip[0]}": .*)ck: [\d.]+', r"\1ck: 0")
    after = document(asked(school_copy.desk, *words, sheet=sheet))
    assert after["so_lieu"] == before["so_lieu"]
    assert [one["giong_so"] for one in before["dau_vao"]] == [True, True]
    assert [one["giong_so"] for one in after["dau_vao"]] == [False, True]


def test_a_forged_history_is_told_up_to_where_it_stands(school_copy: School, slip: tuple[str, str, str]) -> None:
    sheet = school_copy.root / "goc-tin-cay.yaml"
    words = (slip[0], "toan", "hk2", "--year", CLOSED, "--json")
    honest = document(asked(school_copy.desk, *words, sheet=sheet))
    school_copy.edit(SLIP, rf'("{slip[0]}": .*)ck: [\d.]+', r"\1ck: 0")
    who = ("-c", "user.name=gv", "-c", "user.email=gv@truong.invalid")
    school_copy.git(*who, "commit", "-q", "--no-verify", "--no-gpg-sign", "-am", "Sửa")
    forged = asked(school_copy.desk, *words, sheet=sheet)
    said = document(forged)
    assert (forged.exit_code, said["so"]["verdict"], said["so"]["muc"]) == (1, "invalid", honest["so"]["muc"])
    assert [finding["code"] for finding in said["so"]["findings"]] == ["HB320"]
    assert said["so_lieu"] == honest["so_lieu"]
    assert "Sổ chỉ đứng vững đến mục" in asked(school_copy.desk, *words[:-1], sheet=sheet).stdout


def test_a_bundle_of_files_without_history_proves_nothing(
    lived: School, slip: tuple[str, str, str], tmp_path: Path
) -> None:
    for folder in ("records", "signatures"):
        shutil.copytree(lived.desk / folder, tmp_path / "k" / folder)
    result = asked(tmp_path / "k", slip[0], "toan", "hk2", "--year", CLOSED, "--json")
    said = document(result)
    assert (result.exit_code, said["so"], said["khoa_so"]) == (3, None, [])
    assert [one["lich_su"] for one in said["dau_vao"]] == [[], []]
    text = asked(tmp_path / "k", slip[0], "toan", "hk2", "--year", CLOSED).stdout
    assert "chưa có gì chứng minh" in text


@pytest.mark.parametrize(
    ("words", "files"),
    [
        (("7400000306", "toan", "ca-nam"), ["8a1/hk2/toan.yaml", "8a1/chuyen-den/7400000306.yaml", "nam-hoc.yaml"]),
        (
            ("7400000102", "toan", "danh-gia-lai"),
            ["hk1/toan.yaml", "hk2/toan.yaml", "danh-gia-lai/toan.yaml", "nam-hoc.yaml"],
        ),
        (("7400000012", "gdtc", "hk1"), ["hk1/gdtc.yaml", "quyet-dinh.yaml", "nam-hoc.yaml"]),
        (("7400000102", "ren-luyen", "ca-nam"), ["hk1/ren-luyen.yaml", "hk2/ren-luyen.yaml"]),
        (("7400000102", "chuyen-can", "ca-nam"), ["hk1/chuyen-can.yaml", "hk2/chuyen-can.yaml"]),
    ],
    ids=["brought", "reassessed", "exempt", "conduct", "absences"],
)
def test_every_file_behind_a_figure_is_named(words: tuple[str, ...], files: list[str]) -> None:
    result = asked(ROOT, *words, "--year", CLOSED, "--json")
    paths = [one["tep"] for one in document(result)["dau_vao"]]
    assert len(paths) == len(files)
    assert all(path.endswith(name) for path, name in zip(paths, files, strict=True)), paths


def test_a_conclusion_stands_on_every_subject() -> None:
    said = document(asked(ROOT, "7400000102", "ket-luan", "ca-nam", "--year", CLOSED, "--json"))
    subjects = {one["tep"].rpartition("/")[2] for one in said["dau_vao"] if "/hk2/" in one["tep"]}
    assert {"toan.yaml", "gdtc.yaml", "ren-luyen.yaml", "chuyen-can.yaml"} < subjects
    assert said["so_lieu"]["can_cu"].startswith("Điều 1")


def test_a_kept_year_is_told_as_copied() -> None:
    said = document(asked(ROOT, "7400000158", "toan", "hk1", "--year", "2021-2022", "--json"))
    assert said["so_lieu"]["quy_tac"] == "Giữ nguyên, không tính lại."
    assert [one["o"] for one in said["dau_vao"]] == [[{"cot": "mon.toan.hk1", "gia_tri": "5.5"}]]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("7400000001", "toan", "hk3"), "Không có kì hk3"),
        (("7400000001", "ly", "hk1"), "Không có môn ly"),
        (("7400000001", "ket-luan", "hk1"), "Không có kì hk1 của ket-luan"),
        (("7499999999", "toan", "hk1"), "Không có học sinh 7499999999"),
        (("7400000001", "toan", "hk1", "--year", "2030-2031"), "Không có học sinh 7400000001 trong năm học 2030-2031"),
        (("7400000001", "vat-li", "hk1"), "không có số liệu này"),
    ],
)
def test_what_cannot_be_explained_is_refused_with_a_hint(words: tuple[str, ...], told: str) -> None:
    result = asked(ROOT, *words)
    assert (result.exit_code, result.stdout) == (2, "")
    assert told in result.stderr
    assert "→" in result.stderr
