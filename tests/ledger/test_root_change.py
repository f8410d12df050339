"""A new principal takes the seat in the root of trust: by the command line, with real gpg, through the hook."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner

from hocba_build.interfaces.cli import main
from tests.ledger.school import School

NEW = "hieu-truong-moi"


def joined(school: School, *more: str) -> Path:
    """The new principal has a key; the file of its certificate, with the confirming signature beside it."""
    folder = school.root / "gui"
    school.does(NEW, "join", NEW, "--unprotected", "-o", str(folder), *more)
    return folder / f"{NEW}.asc"


def proposed(school: School, person: str = "hoi-dong") -> str:
    cert = f"{NEW}={joined(school)}"
    return school.does(person, "root", "change", "--principal", f"{NEW}=Trần Thị Phúc", "--cert", cert)


def verify(school: School, sheet: Path) -> tuple[str, list[str]]:
    said = json.loads(CliRunner().invoke(main, ["verify", str(school.server), "--root", str(sheet), "--json"]).stdout)
    return said["verdict"], [finding["code"] for finding in said["findings"]]


def test_the_council_and_the_office_replace_the_principal(school: School) -> None:
    branch = proposed(school)
    assert branch == "pr/hoi-dong/goc-0002"
    early = school.run("so-gddt", "accept", branch)
    assert (early.exit_code, "HB344" in early.stderr, "so-gddt" in early.stderr) == (4, True, True)
    shown = json.loads(school.run("so-gddt", "root", "sign", branch, "--dry-run", "--json").stdout)
    assert ([row["ma"] for row in shown["nguoi"]], shown["da_ki"]) == ([NEW, "hoi-dong", "so-gddt"], ["hoi-dong"])
    school.does("so-gddt", "root", "sign", branch)
    school.does("so-gddt", "accept", branch)
    assert verify(school, school.root / "goc-tin-cay.yaml") == ("valid", [])
    retired = school.does("quan-tri", "staff", "assign", "gv-khang", "to_truong_van_phong")
    stale = school.run("hieu-truong", "accept", retired)
    assert (stale.exit_code, "HB333" in stale.stderr) == (4, True)
    school.does(NEW, "accept", retired)
    assert school.verdict()["verdict"] == "valid"


def test_the_new_ones_signature_is_carried_by_an_old_root_person(school: School) -> None:
    branch = proposed(school)
    result = school.run(NEW, "root", "sign", branch, "-o", str(school.root / "kem"))
    assert result.exit_code == 0, result.output
    file = school.root / "kem" / f"0002.{NEW}.asc"
    assert file.is_file()
    wrong = school.root / "kem" / "0002.so-gddt.asc"
    wrong.write_bytes(file.read_bytes())
    refused = school.run("hoi-dong", "root", "sign", branch, "--add", str(wrong))
    assert (refused.exit_code, "không phải chữ kí đúng" in refused.stderr) == (3, True)
    school.does("hoi-dong", "root", "sign", branch, "--add", str(file))
    school.does("hieu-truong", "root", "sign", branch)
    again = school.run("hieu-truong", "root", "sign", branch)
    assert (again.exit_code, "đã kí" in again.stderr) == (4, True)
    school.does("so-gddt", "accept", branch)
    assert school.verdict()["verdict"] == "valid"


def test_a_sheet_printed_after_the_change_pins_it(school: School) -> None:
    old_server = school.root / "cu.git"
    school.git("clone", "--quiet", "--bare", str(school.server), str(old_server))
    branch = proposed(school)
    school.does("so-gddt", "root", "sign", branch)
    school.does("so-gddt", "accept", branch)
    sheet = school.root / "goc-moi.yaml"
    school.does("quan-tri", "root", "sheet", "-o", str(sheet))
    assert "\nso: 2\n" in sheet.read_text("utf-8")
    assert NEW in sheet.read_text("utf-8")
    assert verify(school, sheet) == ("valid", [])
    frozen = CliRunner().invoke(main, ["verify", str(old_server), "--root", str(sheet), "--no-cache", "--json"])
    assert [one["code"] for one in json.loads(frozen.stdout)["findings"]] == ["HB388"]
    again = school.run("quan-tri", "root", "sheet", "-o", str(sheet))
    assert (again.exit_code, "không ghi đè" in again.stderr) == (4, True)


def test_a_root_persons_key_is_renewed_with_both_confirmations(school: School) -> None:
    folder = school.root / "gui"
    school.does("hoi-dong", "join", "hoi-dong", "--new", "--unprotected", "-o", str(folder))
    assert (folder / "hoi-dong.cu.asc").is_file()
    cert = f"hoi-dong={folder / 'hoi-dong.asc'}"
    branch = school.does("so-gddt", "root", "change", "--cert", cert)
    school.does("hieu-truong", "root", "sign", branch)
    school.does("hieu-truong", "accept", branch)
    assert school.verdict()["verdict"] == "valid"
    shown = json.loads(school.run("so-gddt", "root", "show", "--json").stdout)
    assert (shown["so"], shown["nguong"], [row["ma"] for row in shown["nguoi"]]) == (
        2,
        2,
        ["hieu-truong", "hoi-dong", "so-gddt"],
    )


def test_who_is_not_of_the_root_changes_nothing_of_it(school: School) -> None:
    refused = school.run("quan-tri", "root", "change", "--threshold", "3")
    assert (refused.exit_code, "Người giữ gốc: hieu-truong, hoi-dong, so-gddt" in refused.stderr) == (4, True)
    nothing = school.run("hoi-dong", "root", "change")
    assert (nothing.exit_code, "không đổi gì" in nothing.stderr) == (4, True)
    unknown = school.run("hoi-dong", "root", "change", "--principal", NEW)
    assert (unknown.exit_code, "Họ tên không dùng được" in unknown.stderr) == (2, True)


def test_a_lost_key_is_replaced_in_one_act(school: School) -> None:
    """The administrator's only key is lost: retiring it alone would leave the school without one."""
    (lost,) = [path.stem for path in (school.desk / "signatures/keys/quan-tri").glob("*.asc") if "." not in path.stem]
    alone = school.does("pho-hieu-truong", "staff", "key", "revoke", "quan-tri", lost)
    refused = school.run("hieu-truong", "accept", alone)
    assert (refused.exit_code, "HB346" in refused.stderr) == (4, True)
    folder = school.root / "gui"
    (school.root / "khoa/quan-tri").rename(school.root / "khoa/mat")
    school.does("quan-tri", "join", "quan-tri", "--unprotected", "-o", str(folder))
    files = [str(folder / "quan-tri.asc"), "--binding", str(folder / "quan-tri.xac-nhan.asc")]
    branch = school.does("pho-hieu-truong", "staff", "key", "add", "quan-tri", *files, "--replaces", lost)
    school.does("hieu-truong", "accept", branch)
    assert school.verdict()["verdict"] == "valid"
