"""A new teacher: proposed, accepted, joins with a key of one's own, signs; a key is retired. And who may not."""

from __future__ import annotations

import json
import subprocess
import time
from pathlib import Path

from hocba_build.trust.gpg import Keyring
from tests.ledger.school import OPEN, School

NEW = "gv-moi"


def hired(school: School) -> str:
    """A new teacher with a key in the staff file; the fingerprint."""
    branch = school.does("quan-tri", "staff", "add", NEW, "--name", "Trần Thị Mới", "--role", "giao_vien")
    school.does("hieu-truong", "accept", branch)
    folder = school.root / "gui"
    fingerprint = school.does(NEW, "join", NEW, "--unprotected", "-o", str(folder))
    binding = str(folder / f"{NEW}.xac-nhan.asc")
    branch = school.does("quan-tri", "staff", "key", "add", NEW, str(folder / f"{NEW}.asc"), "--binding", binding)
    school.does("hieu-truong", "accept", branch)
    return fingerprint


def test_a_new_teacher_joins_and_the_key_is_known(school: School) -> None:
    fingerprint = hired(school)
    assert school.verdict()["verdict"] == "valid"
    again = school.run(NEW, "join", NEW)
    assert (again.stdout.strip(), "sẵn sàng làm việc" in again.stderr) == (fingerprint, True)
    assert (school.desk / f"signatures/keys/{NEW}/{fingerprint}.xac-nhan.asc").is_file()


def test_a_retired_key_signs_no_more_and_its_past_stands(school: School) -> None:
    fingerprint = hired(school)
    branch = school.does("quan-tri", "staff", "key", "revoke", NEW, fingerprint)
    school.does("hieu-truong", "accept", branch)
    assert school.verdict()["verdict"] == "valid"
    refused = school.run(NEW, "sign", "--year", "2025-2026")
    assert (refused.exit_code, "Không thấy khoá đang dùng" in refused.stderr) == (3, True)


def gpg(school: School, *arguments: str) -> None:
    command = ["gpg", "--homedir", str(school.root / "khoa" / NEW), "--batch", "--yes", *arguments]
    subprocess.run(command, check=True, capture_output=True)


def test_a_key_that_ended_is_renewed_and_no_other_is_made(school: School) -> None:
    ring = Keyring(school.root / "khoa" / NEW)
    fingerprint = ring.generate(NEW, f"{NEW}@truong.invalid", at=int(time.time()) - 10 * 86_400)
    ring.close()
    gpg(
        school, "--faked-system-time", str(int(time.time()) - 9 * 86_400) + "!", "--quick-set-expire", fingerprint, "1d"
    )
    told = school.run(NEW, "join", NEW, "--unprotected", "-o", str(school.root / "khac"))
    assert (told.exit_code, f"gpg --quick-set-expire {fingerprint}" in told.stderr) == (3, True), told.output
    gpg(school, "--quick-set-expire", fingerprint, "3y")
    again = school.run(NEW, "join", NEW, "-o", str(school.root / "khac"))
    assert (again.exit_code, again.stdout.strip()) == (0, fingerprint), again.output


def test_of_two_keys_the_one_of_the_staff_file_is_taken(school: School) -> None:
    fingerprint = hired(school)
    ring = Keyring(school.root / "khoa" / NEW)
    ring.generate(NEW, f"{NEW}@truong.invalid")
    ring.close()
    again = school.run(NEW, "join", NEW)
    assert (again.stdout.strip(), "sẵn sàng làm việc" in again.stderr) == (fingerprint, True)


def test_a_key_that_is_named_is_taken_whatever_its_address(school: School) -> None:
    """As with the key of a card that was made elsewhere: the fingerprint counts, not the name on it."""
    ring = Keyring(school.root / "khoa" / NEW)
    fingerprint = ring.generate("the", "the@noi-khac.example")
    ring.close()
    spaced = " ".join(fingerprint[at : at + 4].upper() for at in range(0, 40, 4))
    made = school.run(NEW, "join", NEW, "--key", spaced, "-o", str(school.root / "gui"))
    assert (made.exit_code, made.stdout.strip(), "Khoá mới" in made.stderr) == (0, fingerprint, False), made.output
    unknown = school.run(NEW, "join", NEW, "--key", "0" * 40, "-o", str(school.root / "khac"))
    assert (unknown.exit_code, "gpg --card-status" in unknown.stderr) == (3, True)
    both = school.run(NEW, "join", NEW, "--key", fingerprint, "--new")
    assert both.exit_code == 2


def test_without_a_window_for_the_passphrase_one_is_told(school: School) -> None:
    """As on a machine where no pinentry is installed."""
    home = school.root / "khoa" / NEW
    home.mkdir(mode=0o700)
    (home / "gpg-agent.conf").write_text("pinentry-program /nonexistent\n")
    told = school.run(NEW, "join", NEW, "-o", str(school.root / "gui"))
    assert (told.exit_code, "pinentry" in told.stderr) == (3, True), told.stderr
    assert not (school.root / "gui").exists()


def test_a_role_is_given_and_ended(school: School) -> None:
    for verb in ("assign", "end"):
        branch = school.does("quan-tri", "staff", verb, "gv-khang", "to_truong_van_phong")
        school.does("hieu-truong", "accept", branch)
    row = next(
        line for line in (school.desk / "signatures/can-bo.yaml").read_text("utf-8").splitlines() if "gv-khang" in line
    )
    assert "vai_tro: to_truong_van_phong, tu_ngay: " in row
    assert "den_ngay: " in row
    assert school.verdict()["verdict"] == "valid"


def test_a_teacher_hires_nobody(school: School) -> None:
    refused = school.run("gv-khang", "staff", "add", NEW, "--name", "Trần Thị Mới", "--role", "giao_vien")
    assert (refused.exit_code, "Người được sửa: pho-hieu-truong, quan-tri" in refused.stderr) == (4, True)


def test_who_has_no_key_here_is_told(school: School, tmp_path: Path) -> None:
    (school.root / "khoa" / "la").mkdir(mode=0o700)
    refused = school.run("la", "join", "Sai Mã")
    assert (refused.exit_code, "không phải mã cán bộ" in refused.stderr) == (2, True)
    stranger = school.run("la", "sign", "--year", "2025-2026")
    assert (stranger.exit_code, "Không có cán bộ la" in stranger.stderr) == (2, True)


def test_the_list_says_who_may_what_and_when_keys_were_used(lived: School) -> None:
    (one,) = json.loads(lived.run("gv-khang", "staff", "list", "quan-tri", "--json").stdout)["can_bo"]
    assert [held["vai_tro"] for held in one["vai_tro"]] == ["quan_tri"]
    (key,) = one["khoa"]
    assert (key["trang_thai"], key["muc_cuoi"] > 0, key["ngay_cuoi"] is not None) == ("dang_dung", True, True)


def test_nobodys_id_is_told(lived: School) -> None:
    refused = lived.run("gv-khang", "staff", "list", "khong-co")
    assert (refused.exit_code, "Không có cán bộ khong-co." in refused.stderr) == (2, True)


def test_the_list_says_what_everybody_answers_for_and_since_which_entry(school: School) -> None:
    """A subject that changes hands counts from that entry; what stays counts from the first one."""
    path = f"records/{OPEN}/phan-cong.yaml"
    school.edit(path, r"mon: gdcd, hk1: \[gv-tham\], hk2: \[gv-tham\]", "mon: gdcd, hk1: [gv-tham], hk2: [gv-tam]")
    school.does("hieu-truong", "accept", school.does("quan-tri", "propose", path, "-m", "Đổi người dạy GDCD."))
    now = school.verdict()["entries"]

    def duties(person: str) -> dict[tuple[str, str, str | None], int]:
        (one,) = json.loads(school.run(person, "staff", "list", person, "--json").stdout)["can_bo"]
        return {(row["viec"], row["mon"] or row["lop"] or row["noi_dung"], row["hoc_ki"]): row["tu_muc"]
                for row in one["phan_cong"]}  # fmt: skip

    new, old = duties("gv-tam"), duties("gv-tham")
    began = old["giang_day", "gdcd", "hk1"]
    assert (new["giang_day", "gdcd", "hk2"], began < now) == (now, True)
    assert ("giang_day", "gdcd", "hk2") not in old
    assert new["giang_day", "lich-su-va-dia-li", "hk1"] == began
    assert duties("gv-khang")["to_chuyen_mon", "Tổ Toán – Tin học", None] == began
    shown = school.does_all("gv-khang", "staff", "list", "gv-khang")
    assert f"  {OPEN}, từ mục {began} (28/08/2025): Toán lớp 7a1 (HK I, HK II); " in shown
