"""Life pages sealed to the office: nobody else reads them, and a new office gets them sealed anew."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

from hocba_build.trust.gpg import Keyring
from tests.ledger.school import OPEN, School

REGISTRAR, TEACHER, HEAD = "van-thu", "gv-khang", "gv-tham"
FATHER = "Trần Văn Kín"
ADD = ("pupil", "add", "--name", "Trần Thị Mật", "--sex", "nu", "--born", "2013-03-04", "--class", "7a1")
PAGE = ("--father", FATHER, "--personal-id", "074313009999", "--residence", "Ấp 9")
UNSEALED = "records/ho-so/{}.yaml"
SEALED = "records/ho-so/{}.yaml.asc"


def enter(school: School) -> str:
    """A pupil whose page is sealed, accepted; the id."""
    student = school.does(REGISTRAR, *ADD, *PAGE)
    branch = school.does(REGISTRAR, "propose", "-m", "Một học sinh mới.")
    school.does("pho-hieu-truong", "accept", branch)
    return student


def accepted(school: School, reason: str) -> None:
    school.does("pho-hieu-truong", "accept", school.does(REGISTRAR, "propose", "-m", reason))


def unseal(school: School) -> None:
    """A school whose pages are plain still, as one that began before its office had keys."""
    keys = Keyring(school.root / "khoa" / REGISTRAR)
    for sealed in sorted(school.desk.glob("records/ho-so/*.asc")):
        (plain,) = keys.decrypt([sealed.read_bytes()]) or [b""]
        sealed.with_suffix("").write_bytes(plain)
        sealed.unlink()
    accepted(school, "Trang lí lịch để rõ.")


def test_a_new_page_is_sealed_and_only_the_office_reads_it(school: School) -> None:
    student = enter(school)
    assert not (school.desk / UNSEALED.format(student)).exists()
    raw = (school.desk / SEALED.format(student)).read_text("utf-8")
    assert raw.startswith("-----BEGIN PGP MESSAGE-----\n")
    history = school.git("log", "-p", "--all")
    assert FATHER not in history
    assert school.verdict()["verdict"] == "valid"
    for person in (REGISTRAR, "hieu-truong"):
        shown = json.loads(school.run(person, "pupil", "show", student, "--life", "--json").stdout)
        assert (shown["li_lich_ma_hoa"], shown["li_lich"]["cha"]) == (True, {"ho_ten": FATHER})
    other = school.run(TEACHER, "pupil", "show", student, "--life")
    assert (other.exit_code, FATHER in other.output) == (3, False)
    assert f"Trang lí lịch của {student} đã mã hoá cho văn phòng" in other.stderr
    assert "Người của văn phòng làm việc này" in other.stderr
    assert school.run(TEACHER, "pupil", "show", student).exit_code == 0


def test_a_sealed_page_grows_under_the_offices_hand(school: School) -> None:
    student = enter(school)
    edit = ("pupil", "edit", student, "--since", "2026-03-02", "--residence", "Ấp 3, xã Phú An")
    before = (school.desk / SEALED.format(student)).read_bytes()
    refused = school.run(TEACHER, *edit)
    assert (refused.exit_code, (school.desk / SEALED.format(student)).read_bytes()) == (3, before)
    school.does(REGISTRAR, *edit)
    shown = json.loads(school.run(REGISTRAR, "pupil", "show", student, "--life", "--json").stdout)
    assert (shown["li_lich"]["cho_o"], shown["li_lich"]["cha"]) == ("Ấp 3, xã Phú An", {"ho_ten": FATHER})
    contradicts = school.run(
        REGISTRAR, "pupil", "edit", student, "--since", "2026-03-02", "--personal-id", "074213009999", "--json"
    )
    (finding,) = json.loads(contradicts.stdout)["findings"]
    assert finding["code"] == "HB211"  # the sex says otherwise: seen although the page is sealed
    assert finding["path"] == SEALED.format(student)


def test_all_pages_are_sealed_at_once_and_the_ledger_stands(school: School) -> None:
    unseal(school)
    before = school.run(TEACHER, "encrypt", "--check", "--json")
    due = json.loads(before.stdout)
    assert (before.exit_code, len(due["de_ro"]) > 10, due["khoa_khac"]) == (1, True, [])
    assert {REGISTRAR, "hieu-truong"} <= set(due["nguoi_doc_duoc"])
    dry = json.loads(school.run(REGISTRAR, "encrypt", "--dry-run", "--json").stdout)
    assert (dry["da_ghi"], len(dry["tep"])) == (False, 2 * len(due["de_ro"]))
    assert school.git("status", "--porcelain") == ""
    school.does(REGISTRAR, "encrypt")
    accepted(school, "Mã hoá trang lí lịch.")
    assert [*school.desk.glob("records/ho-so/*.yaml")] == []
    assert len([*school.desk.glob("records/ho-so/*.yaml.asc")]) == len(due["de_ro"])
    assert school.run(TEACHER, "encrypt", "--check").exit_code == 0
    assert school.verdict()["verdict"] == "valid"
    assert school.run(TEACHER, "check").exit_code == 0


def test_a_new_office_gets_the_pages_and_the_old_one_loses_them(school: School) -> None:
    for verb, person in (("assign", HEAD), ("end", REGISTRAR)):
        branch = school.does("quan-tri", "staff", verb, person, "van_thu")
        school.does("hieu-truong", "accept", branch)
    student = next(school.desk.glob("records/ho-so/*.asc")).name.partition(".")[0]
    stale = school.run(HEAD, "encrypt", "--check", "--json")
    assert (stale.exit_code, student in json.loads(stale.stdout)["khoa_khac"]) == (1, True)
    shut = school.run(HEAD, "encrypt")
    assert (shut.exit_code, "máy này không có khoá mở" in shut.stderr) == (3, True)
    assert school.git("status", "--porcelain") == ""
    school.does("hieu-truong", "encrypt")  # The principal could read them all along.
    branch = school.does(HEAD, "propose", "-m", "Mã hoá lại cho văn phòng mới.")
    blind = json.loads(school.run(TEACHER, "review", branch, "--sealed", "--json").stdout)
    assert {cell["column"] for cell in blind["o"]} == {"tep"}
    seen = json.loads(school.run("hieu-truong", "review", branch, "--sealed", "--json").stdout)
    assert seen["o"] == []  # Sealed anew, and not a word is another.
    school.does("pho-hieu-truong", "accept", branch)
    assert school.verdict()["verdict"] == "valid"
    assert school.run(HEAD, "pupil", "show", student, "--life").exit_code == 0
    assert school.run(REGISTRAR, "pupil", "show", student, "--life").exit_code == 3


def printed(school: School, person: str, student: str, out: Path) -> tuple[str, str]:
    """The text of a pupil's transcript as a person's machine prints it, and what the command said."""
    words = ("build", "pdf", "--year", OPEN, "--pupil", student, "-o", str(out), "--jobs", "1")
    result = school.run(person, *words)
    assert result.exit_code == 0, result.output
    (pdf,) = out.rglob("*.pdf")
    shown = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], check=True, capture_output=True, text=True)
    return " ".join(shown.stdout.split()), result.stderr


def test_printing_opens_the_page_or_says_that_it_is_sealed(school: School, tmp_path: Path) -> None:
    student = enter(school)
    shown, said = printed(school, REGISTRAR, student, tmp_path / "van-phong")
    assert (FATHER in shown, "mã hoá" in shown, "mã hoá" in said) == (True, False, False)
    shown, said = printed(school, TEACHER, student, tmp_path / "giao-vien")
    assert (FATHER in shown, "được mã hoá trong sổ" in shown) == (False, True)
    assert "1 trang lí lịch đã mã hoá, máy này không có khoá của văn phòng" in said


def test_what_sealed_pages_say_is_checked_by_the_office(school: School) -> None:
    student = enter(school)
    school.does(REGISTRAR, "pupil", "edit", student, "--since", "2026-03-02", "--personal-id", "074213009999")
    assert f"{student}" not in school.run(TEACHER, "check").stdout
    told = json.loads(school.run(REGISTRAR, "check", "--sealed", "--json").stdout)
    assert ("HB211", SEALED.format(student)) in {(one["code"], one["path"]) for one in told["findings"]}
    shut = school.run(TEACHER, "check", "--sealed")
    assert (shut.exit_code, "Máy này không có khoá mở records/ho-so/" in shut.stderr) == (3, True)


def test_a_damaged_page_is_told(school: School) -> None:
    student = enter(school)
    path = school.desk / SEALED.format(student)
    lines = path.read_text("utf-8").splitlines(keepends=True)
    path.write_text("".join([*lines[:3], lines[3].swapcase(), *lines[4:]]), "utf-8")
    told = school.run(REGISTRAR, "pupil", "show", student, "--life")
    assert (told.exit_code, "Thông điệp mã hoá bị hỏng." in told.stderr) == (3, True)


def test_a_teacher_seals_nothing_into_the_ledger(school: School) -> None:
    """Anybody can write to the office; whose page it is in the ledger is the registrar's to say."""
    unseal(school)
    path = next(school.desk.glob("records/ho-so/*.yaml"))
    assert school.run(TEACHER, "encrypt").exit_code == 0
    refused = school.run(TEACHER, "propose", f"records/ho-so/{path.name}.asc", "-m", "Thử.")
    assert (refused.exit_code, f"Người được sửa: {REGISTRAR}." in refused.stderr) == (4, True)
