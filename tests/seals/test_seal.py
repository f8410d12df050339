"""``hocba seal`` by real keys of a real authority; what it makes is checked by Poppler's ``pdfsig`` too."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from hocba_build.publishing.pades.reading import sealed_places
from tests.seals.conftest import PUPILS, Desk
from tests.seals.issuer import LIBRARY, PASSPHRASE, PIN, Issuer, new_token


def pdfsig(path: Path) -> list[str]:
    """What Poppler says of each signature."""
    done = subprocess.run(["pdfsig", "-nocert", str(path)], capture_output=True, text=True, check=False)
    return [line.strip(" -") for line in done.stdout.splitlines() if "Validation" in line or "Field Name" in line]


def test_a_class_is_sealed_in_one_act_and_poppler_agrees(desk: Desk) -> None:
    done = desk.seal("hieu-truong", "hieu-truong", desk.printed, "-o", desk.sealed, "--json")
    said = json.loads(done.stdout)
    assert (done.exit_code, said["vai"], said["muc"], said["findings"]) == (0, "hieu_truong", "B-B", [])
    assert said["van_tay"] == desk.issuer.fingerprint("hieu-truong")
    assert sorted(path.name for path in desk.sealed.glob("*.pdf")) == [f"{pupil}.pdf" for pupil in PUPILS]
    assert (desk.sealed / ".gitignore").read_text() == "*\n"
    for file in desk.sealed.glob("*.pdf"):
        assert file.read_bytes().startswith((desk.printed / file.name).read_bytes())
        assert pdfsig(file) == [
            "Signature Field Name: HieuTruong",
            "Signature Validation: Signature is Valid.",
        ]


def test_the_school_seals_after_the_principal_and_both_stand(desk: Desk) -> None:
    file = desk.sealed_by_both()
    assert sealed_places(file.read_bytes()) == {"HieuTruong", "ConDau"}
    assert pdfsig(file)[1::2] == ["Signature Validation: Signature is Valid."] * 2


def test_the_school_does_not_seal_before_the_principal(desk: Desk) -> None:
    done = desk.seal("con-dau", "con-dau", desk.printed, "-o", desk.sealed)
    assert done.exit_code == 1
    assert [line.partition(": ")[2][:5] for line in done.stdout.splitlines()] == ["HB552"] * 3
    assert not desk.sealed.exists()


@pytest.mark.parametrize("role", ["hieu-truong", "pho-hieu-truong"])
def test_nobody_seals_twice_in_one_place(desk: Desk, role: str) -> None:
    """Neither does a deputy seal where the principal has sealed."""
    file = desk.sealed_by_both()
    before = file.read_bytes()
    done = desk.seal("pho", role, file)
    assert (done.exit_code, done.stdout.partition(": ")[2][:5]) == (4, "HB550")
    assert done.stdout.startswith(str(file))
    whole = desk.seal("pho", role, desk.printed / file.name, "-o", desk.sealed)
    assert (whole.exit_code, whole.stdout.partition(": ")[2][:5]) == (4, "HB550")
    assert file.read_bytes() == before


def test_a_whole_folder_that_is_sealed_is_refused(desk: Desk) -> None:
    assert desk.seal("hieu-truong", "hieu-truong", desk.printed, "-o", desk.sealed).exit_code == 0
    again = desk.seal("hieu-truong", "hieu-truong", desk.printed, "-o", desk.sealed)
    assert (again.exit_code, "HB550" in again.stderr) == (4, True)


def test_a_print_made_anew_does_not_pass_for_the_sealed_one(desk: Desk, page: bytes) -> None:
    assert desk.seal("hieu-truong", "hieu-truong", desk.printed, "-o", desk.sealed).exit_code == 0
    changed = desk.printed / f"{PUPILS[1]}.pdf"
    changed.write_bytes(page + b"\n")
    before = (desk.sealed / changed.name).read_bytes()
    done = desk.seal("hieu-truong", "hieu-truong", desk.printed, "-o", desk.sealed)
    assert (done.exit_code, done.stdout.splitlines()[0].startswith(f"{changed}: HB553 ")) == (1, True)
    assert (desk.sealed / changed.name).read_bytes() == before


@pytest.mark.parametrize("cut", [0, 9, -700])
def test_what_is_no_whole_pdf_is_named_and_the_others_are_sealed(desk: Desk, page: bytes, cut: int) -> None:
    bad = desk.printed / f"{PUPILS[0]}.pdf"
    bad.write_bytes(page[:cut])
    done = desk.seal("hieu-truong", "hieu-truong", desk.printed, "-o", desk.sealed)
    assert (done.exit_code, done.stdout[: len(str(bad)) + 7]) == (1, f"{bad}: HB551")
    assert sorted(path.name for path in desk.sealed.glob("*.pdf")) == [f"{pupil}.pdf" for pupil in PUPILS[1:]]


def test_a_first_seal_wants_a_folder_of_its_own(desk: Desk, page: bytes) -> None:
    done = desk.seal("hieu-truong", "hieu-truong", desk.printed)
    assert (done.exit_code, "-o THƯ_MỤC" in done.stderr) == (2, True)
    assert (desk.printed / f"{PUPILS[0]}.pdf").read_bytes() == page


def test_a_dry_run_names_the_files_and_asks_for_nothing(desk: Desk) -> None:
    done = desk.seal("hieu-truong", "hieu-truong", desk.printed, "-o", desk.sealed, "--dry-run")
    assert (done.exit_code, len(done.stdout.splitlines()), desk.sealed.exists()) == (0, 3, False)


def test_a_wrong_passphrase_seals_nothing(desk: Desk) -> None:
    done = desk.seal("hieu-truong", "hieu-truong", desk.printed, "-o", desk.sealed, secret="1")
    assert (done.exit_code, "mật khẩu" in done.stderr, desk.sealed.exists()) == (3, True, False)


def test_the_place_of_a_key_is_remembered_by_role_and_no_secret_with_it(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOCBA_STATE", str(desk.folder / "nho"))
    command: tuple[str | Path, ...] = ("seal", desk.printed, "-o", desk.sealed, "--as")
    assert desk.run(*command, "hieu-truong", given=f"{PASSPHRASE}\n").exit_code == 2
    wrong = desk.seal("hieu-truong", "hieu-truong", "--remember", *command[1:4], secret="sai")
    assert (wrong.exit_code, (desk.folder / "nho").exists()) == (3, False)
    first = desk.printed / f"{PUPILS[0]}.pdf"
    assert desk.seal("hieu-truong", "hieu-truong", "--remember", first, *command[2:4]).exit_code == 0
    kept = desk.folder / "nho/noi-ki-so.json"
    assert (PASSPHRASE in kept.read_text(), kept.stat().st_mode & 0o077) == (False, 0)
    then = desk.run(*command, "hieu-truong", given=f"{PASSPHRASE}\n")
    assert (then.exit_code, "Đã kí 2" in then.stderr) == (0, True), then.output
    assert desk.run(*command, "con-dau", given=f"{PASSPHRASE}\n").exit_code == 2


def test_one_place_for_the_key_must_be_named(desk: Desk) -> None:
    assert desk.run("seal", "--as", "con-dau", desk.printed).exit_code == 2
    both = ("--p12", desk.issuer.folder / "pho.p12", "--token", desk.issuer.root)
    assert desk.run("seal", "--as", "con-dau", *both, desk.printed).exit_code == 2


@pytest.fixture(scope="session")
def token(issuer: Issuer, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, ...]:
    """A token with the principal's and the school's key."""
    folder = tmp_path_factory.mktemp("the")
    os.environ["SOFTHSM2_CONF"] = str(folder / "softhsm2.conf")
    new_token(folder, issuer, ["hieu-truong", "con-dau"], "truong")
    return ("--token", str(LIBRARY), "--token-label", "truong")


def test_a_token_seals_with_the_certificate_that_is_named(desk: Desk, token: tuple[str, ...]) -> None:
    command: tuple[str | Path, ...] = ("seal", *token, "--as", "hieu-truong", desk.printed, "-o", desk.sealed)
    unclear = desk.run(*command, given=f"{PIN}\n")
    assert (unclear.exit_code, "con-dau, hieu-truong" in unclear.stderr) == (3, True)
    done = desk.run(*command, "--cert-label", "hieu-truong", given=f"{PIN}\n")
    assert (done.exit_code, done.stderr.count("Đã kí 3")) == (0, 1), done.output
    then = desk.run("seal", *token, "--cert-label", "con-dau", "--as", "con-dau", desk.sealed, given=f"{PIN}\n")
    assert (then.exit_code, then.stderr.count("Đã kí 3")) == (0, 1), then.output
    assert pdfsig(desk.sealed / f"{PUPILS[2]}.pdf")[1::2] == ["Signature Validation: Signature is Valid."] * 2


def test_a_wrong_pin_is_tried_once(desk: Desk, token: tuple[str, ...]) -> None:
    key = (*token, "--cert-label", "hieu-truong", "--as", "hieu-truong")
    wrong = desk.run("seal", *key, desk.printed, "-o", desk.sealed, given="000000\n000000\n")
    assert (wrong.exit_code, "PIN" in wrong.stderr, desk.sealed.exists()) == (3, True, False)


def test_a_library_that_is_none_is_told(desk: Desk) -> None:
    done = desk.run(
        "seal", "--token", desk.issuer.root, "--as", "hieu-truong", desk.printed, "-o", desk.sealed, given="1\n"
    )
    assert (done.exit_code, "ca.pem" in done.stderr) == (3, True)


def test_killed_in_the_middle_the_next_run_goes_on(desk: Desk, page: bytes) -> None:
    """Every file is either whole and sealed once, or not there."""
    names = [f"74000{number:05d}.pdf" for number in range(40)]
    for name in names:
        (desk.printed / name).write_bytes(page)
    key = str(desk.issuer.folder / "hieu-truong.p12")
    act = ["seal", "--p12", key, "--as", "hieu-truong", str(desk.printed), "-o", str(desk.sealed)]
    command = [sys.executable, "-c", "from hocba_build.interfaces.cli import main; main()", *act]
    with subprocess.Popen(command, cwd=desk.folder, stdin=subprocess.PIPE, stderr=subprocess.DEVNULL) as run:
        assert run.stdin is not None
        run.stdin.write(PASSPHRASE.encode() + b"\n")
        run.stdin.flush()
        while run.poll() is None and len(list(desk.sealed.glob("*.pdf"))) < 5:
            time.sleep(0.01)
        run.send_signal(signal.SIGKILL)
    first = {path.name: path.read_bytes() for path in desk.sealed.glob("*.pdf")}
    assert 5 <= len(first) < len(names)
    assert all(sealed_places(raw) == {"HieuTruong"} for raw in first.values())
    done = desk.seal("hieu-truong", "hieu-truong", desk.printed, "-o", desk.sealed)
    assert (done.exit_code, f"đã có chữ kí từ trước {len(first)}" in done.stderr) == (0, True)
    last = {path.name: path.read_bytes() for path in desk.sealed.glob("*.pdf")}
    assert set(last) == set(names) | {f"{pupil}.pdf" for pupil in PUPILS}
    assert {name: last[name] for name in first} == first
    assert all(sealed_places(raw) == {"HieuTruong"} for raw in last.values())
