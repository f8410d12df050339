"""Real GnuPG: keys, signatures that plain gpg accepts, and what is said when there is none."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from hocba_build.domain.errors import Exit
from hocba_build.trust.gpg import KeyTroubleError, keyring

MOMENT = 1_725_000_000


def test_a_signature_is_one_that_plain_gpg_accepts(tmp_path: Path) -> None:
    (tmp_path / "loi.txt").write_bytes(b"loi")
    with keyring(tmp_path / "k") as mine:
        key = mine.generate("gv-lan", "gv-lan@truong.invalid", at=MOMENT)
        (tmp_path / "loi.txt.asc").write_bytes(mine.sign(b"loi", key, at=MOMENT + 5))
        assert [held.fingerprint for held in mine.secret_keys()] == [key]
        judged = subprocess.run(
            ["gpg", "--homedir", mine.home or "", "--status-fd", "1", "--verify", "loi.txt.asc", "loi.txt"],
            cwd=tmp_path,
            check=False,
            capture_output=True,
            text=True,
        )
    assert f"VALIDSIG {key.upper()} 2024-08-30 {MOMENT + 5}" in judged.stdout


def test_a_long_path_is_no_obstacle_and_no_socket_stays(tmp_path: Path) -> None:
    home = tmp_path / ("rat-dai-" * 12) / "khoa"
    with keyring(home) as mine:
        key = mine.generate("gv-lan", "gv-lan@truong.invalid")
        assert mine.sign(b"loi", key).startswith(b"-----BEGIN PGP SIGNATURE-----")
        assert mine.export(key).startswith(b"-----BEGIN PGP PUBLIC KEY BLOCK-----")
    assert list(home.glob("S.*")) == []


def test_a_missing_key_is_told(tmp_path: Path) -> None:
    with keyring(tmp_path / "k") as mine, pytest.raises(KeyTroubleError) as told:
        mine.sign(b"loi", "0123456789abcdef0123456789abcdef01234567")
    assert told.value.exit is Exit.UNDECIDED
    assert told.value.message == "Không có khoá bí mật này ở đây."


def test_no_other_key_takes_the_place_of_a_missing_one(tmp_path: Path) -> None:
    with keyring(tmp_path / "k") as mine:
        mine.generate("gv-mai", "gv-mai@truong.invalid")
        with pytest.raises(KeyTroubleError, match="Không có khoá bí mật"):
            mine.sign(b"loi", "0123456789abcdef0123456789abcdef01234567")


def test_a_key_that_its_owner_does_not_unlock_signs_nothing(tmp_path: Path) -> None:
    """Nobody is there to type the passphrase: the agent has no window to ask in."""
    with keyring(tmp_path / "k") as mine:
        key = mine.generate("gv-lan", "gv-lan@truong.invalid", passphrase="bi mat")
    (tmp_path / "k/gpg-agent.conf").write_text("pinentry-program /bin/false\n")
    with keyring(tmp_path / "k") as mine, pytest.raises(KeyTroubleError) as told:
        mine.sign(b"loi", key)
    assert told.value.message == "Không mở được cửa sổ hỏi mật khẩu."
