"""The one door to GnuPG (python-gnupg): signatures by the user's own agent or card, keys made and given out."""

from __future__ import annotations

import atexit
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote_plus

import gnupg

from hocba_build.domain.errors import Exit, HocbaError

MAX_HOME: Final = 80
"""A longer path leaves no room for the agent's socket (108 bytes with its name)."""
_PLAIN_SIGNATURE: Final = ("--digest-algo", "SHA512", "--no-emit-version", "--no-comments", "--no-auto-check-trustdb")
_READS: Final = {"subkey_type": "ECDH", "subkey_curve": "cv25519", "subkey_usage": "encrypt"}
"""Everybody's key can be written to: who is of the office is data and may change, a key need not."""
_HANDS: Final = 2
"""Messages that are decrypted at once; the agent answers one by one."""
_CAUSES: Final = (
    ("No secret key", "Không có khoá bí mật này ở đây.", "Cắm thẻ khoá, hoặc đặt GNUPGHOME đúng chỗ giữ khoá."),
    ("KEYEXPIRED", "Khoá đã hết hạn.", "Gia hạn: gpg --quick-set-expire VÂN_TAY 2y, rồi hocba staff key renew."),
    ("KEYREVOKED", "Khoá đã bị thu hồi.", "Dùng khoá khác, hoặc xin quản trị ghi khoá mới: hocba join."),
    ("No pinentry", "Không mở được cửa sổ hỏi mật khẩu.", "Cài gói pinentry (pinentry-curses hoặc pinentry-gnome3)."),
    ("ioctl", "Không hỏi được mật khẩu ở cửa sổ lệnh này.", "Chạy trước: export GPG_TTY=$(tty)"),
    ("cancelled", "Việc kí đã bị huỷ.", "Chạy lại và nhập mật khẩu hoặc mã PIN."),
    ("Bad passphrase", "Sai mật khẩu của khoá.", "Chạy lại và nhập đúng mật khẩu."),
    ("Bad PIN", "Sai mã PIN của thẻ.", "Nhập đúng mã; sai ba lần thẻ sẽ khoá."),
    ("Card", "Không dùng được thẻ khoá.", "Rút ra cắm lại, rồi thử gpg --card-status."),
    ("No agent", "Trình giữ khoá (gpg-agent) không chạy được.", "Thử gpgconf --launch gpg-agent để xem vì sao."),
)
"""What GnuPG says, in its own words, and what it means for a person; the first that fits is told."""


_NO_KEY: Final = _CAUSES[0]
_ALGORITHMS: Final = {"1": "RSA", "3": "RSA", "17": "DSA"}
"""By their numbers in OpenPGP; what has a curve is told by its curve."""
_NO_CARD: Final = ("", "+", "#")
"""How a listing says that a secret part is in this folder, or nowhere here."""
_DAMAGED: Final = ("CRC error", "NODATA", "BADMDC", "nvalid packet", "Checksum error")


class KeyTroubleError(HocbaError):
    """No signature or key could be made: the key is missing, out of date, or its owner did not unlock it."""

    exit = Exit.UNDECIDED


@dataclass(frozen=True, slots=True)
class SecretKey:
    """A key that can sign here; times in seconds since 1970, ``None`` for never; ``kind`` like «RSA 3072»."""

    fingerprint: str
    names: tuple[str, ...]
    made_at: int
    expires_at: int | None
    usable: bool
    kind: str


class Keyring:
    """A person's GnuPG folder (``None``: the one of the environment), used with the agent that watches over it.

    Every time may be given in seconds since 1970; without one it is now.
    """

    def __init__(self, home: Path | None = None) -> None:
        """Take the folder; nothing is started yet."""
        chosen = str(home) if home is not None else os.environ.get("GNUPGHOME", "")
        self.home = Path(chosen).resolve() if chosen else None
        self._short: Path | None = None
        self._opened: gnupg.GPG | None = None

    def sign(self, payload: bytes, fingerprint: str, at: int | None = None) -> bytes:
        """A detached, armored signature over the bytes.

        Raises:
            KeyTroubleError: no such secret key, expired, revoked, or not unlocked.
        """
        gpg = self._gpg()
        # Not as ``keyid``: that becomes --default-key, and GnuPG takes another key where it has not got that one.
        exactly = ["--local-user", fingerprint, *_PLAIN_SIGNATURE, *_clock(at)]
        made = gpg.sign(payload, detach=True, clearsign=False, extra_args=exactly)
        if made.status != "signature created":
            raise _trouble(str(made.stderr))
        return bytes(made.data)

    def decrypt(self, messages: Sequence[bytes]) -> list[bytes] | None:
        """What encrypted messages say; ``None`` when the key for the first of them is not here.

        The first is decrypted alone, so that its owner is asked once: the agent, or the card, then knows.

        Raises:
            KeyTroubleError: not unlocked, or one of the messages is damaged.
        """
        if not messages:
            return []
        self._gpg()
        try:
            first = self._decrypted(messages[0])
        except KeyTroubleError as trouble:
            if trouble.args == _NO_KEY[1:]:
                return None
            raise
        with ThreadPoolExecutor(_HANDS) as pool:
            return [first, *pool.map(self._decrypted, messages[1:])]

    def _decrypted(self, message: bytes) -> bytes:
        read = self._gpg().decrypt(message, extra_args=["--no-auto-check-trustdb"])
        said = str(read.stderr)
        if not read.ok and _NO_KEY[0] not in said and any(sign in said for sign in _DAMAGED):
            raise KeyTroubleError(
                "Thông điệp mã hoá bị hỏng.", "Lấy lại tệp từ lịch sử của kho: git log, git checkout."
            )
        if not read.ok:
            raise _trouble(said)
        return bytes(read.data)

    def generate(self, name: str, email: str, *, passphrase: str | None = None, at: int | None = None) -> str:
        """Make an Ed25519 key that does not expire, with a subkey to be written to; its fingerprint in lower case.

        Without ``passphrase`` the key is not protected: for tests and demonstrations. People set theirs in
        GnuPG's own window (``generate_asking``).
        """
        return self._generated(name, email, {"passphrase": passphrase} if passphrase else {"no_protection": True}, at)

    def generate_asking(self, name: str, email: str, years: int) -> str:
        """Make a key whose passphrase GnuPG's own window asks for; its fingerprint in lower case."""
        return self._generated(name, email, {"expire_date": f"{years}y"}, None)

    def _generated(self, name: str, email: str, more: dict[str, Any], at: int | None) -> str:
        gpg = self._gpg()
        wish = {"key_type": "EDDSA", "key_curve": "ed25519", "key_usage": "sign", **_READS, "expire_date": "0", **more}
        gpg.options = _clock(at)
        made = gpg.gen_key(gpg.gen_key_input(name_real=name, name_email=email, **wish))
        gpg.options = None
        if not made.fingerprint:
            raise _trouble(str(made.stderr))
        return str(made.fingerprint).lower()

    def export(self, fingerprint: str) -> bytes:
        """The armored certificate (public part).

        Raises:
            KeyTroubleError: the key is not in this folder.
        """
        armor = self._gpg().export_keys(fingerprint, armor=True, minimal=True)
        if not armor:
            raise KeyTroubleError(f"Không có khoá {fingerprint} ở đây.", "Xem các khoá đang có: gpg --list-secret-keys")
        return armor.encode() if isinstance(armor, str) else bytes(armor)

    def secret_keys(self) -> tuple[SecretKey, ...]:
        """The primary keys whose secret part is here or on a card."""
        return tuple(
            SecretKey(
                str(row["fingerprint"]).lower(),
                tuple(map(str, row["uids"])),
                int(row["date"] or 0),
                int(row["expires"]) if row["expires"] else None,
                row["trust"] not in ("e", "r", "d", "i"),
                _kind(row),
            )
            for row in self._gpg().list_keys(secret=True)
        )

    def ask_secret(self, prompt: str, description: str) -> str:
        """A PIN or passphrase of something that is no OpenPGP key, asked in the agent's own window and kept nowhere.

        Nothing is cached: the agent's name for it is ``X``.

        Raises:
            KeyTroubleError: the owner closed the window, or there is none.
        """
        place = self._reachable()
        where = ["--homedir", place] if place else []
        words = " ".join(quote_plus(text) for text in (prompt, description))
        asked = f"GET_PASSPHRASE X X {words}\n/bye\n"
        try:
            done = subprocess.run(
                ["gpg-connect-agent", *where], input=asked, capture_output=True, text=True, check=False
            )
        except OSError as error:
            raise KeyTroubleError(f"Không chạy được GnuPG: {error}", "Cài GnuPG và xem GNUPGHOME.") from error
        for line in done.stdout.splitlines():
            if line == "OK" or line.startswith("OK "):
                return bytes.fromhex(line[3:]).decode("utf-8", "replace")
        raise _trouble(done.stdout + done.stderr)

    def close(self) -> None:
        """End the agent of a folder of our own; the one of the user's default folder stays."""
        if self._opened is not None and self.home is not None:
            command = ["gpgconf", "--homedir", self._opened.gnupghome, "--kill", "all"]
            subprocess.run(command, check=False, capture_output=True)
        self._opened = None
        if self._short is not None:
            shutil.rmtree(self._short, ignore_errors=True)
            self._short = None

    def _gpg(self) -> gnupg.GPG:
        if self._opened is None:
            try:
                self._opened = gnupg.GPG(gnupghome=self._reachable(), encoding="utf-8")
            except (OSError, ValueError) as error:
                raise KeyTroubleError(f"Không chạy được GnuPG: {error}", "Cài GnuPG và xem GNUPGHOME.") from error
        return self._opened

    def _reachable(self) -> str | None:
        """The folder's path, or a short way to it: the agent's socket lies there and its path is limited.

        Windows has neither such sockets nor links for everybody.
        """
        if self.home is None:
            return None
        self.home.mkdir(mode=0o700, parents=True, exist_ok=True)
        if len(os.fsencode(self.home)) <= MAX_HOME or os.name == "nt":
            return str(self.home)
        self._short = Path(tempfile.mkdtemp(prefix="hb-"))
        link = self._short / "k"
        link.symlink_to(self.home)
        atexit.register(self.close)
        return str(link)


@contextmanager
def keyring(home: Path | None) -> Iterator[Keyring]:
    """A keyring whose agent is ended afterwards: for folders that were made for the occasion."""
    opened = Keyring(home)
    try:
        yield opened
    finally:
        opened.close()


def _kind(row: Mapping[str, Any]) -> str:
    """What a key is, and whether its secret part is on a card: then the listing has the card's number."""
    words = str(row["curve"]).capitalize() or f"{_ALGORITHMS.get(str(row['algo']), 'loại lạ')} {row['length']}"
    return words if row["token"] in _NO_CARD else f"{words}, trong thẻ"


def _clock(at: int | None) -> list[str]:
    """GnuPG's own clock, stopped at a moment."""
    return [] if at is None else ["--faked-system-time", f"{at}!"]


def _trouble(said: str) -> KeyTroubleError:
    for sign, message, hint in _CAUSES:
        if sign.lower() in said.lower():
            return KeyTroubleError(message, hint)
    last = said.strip().splitlines()[-1] if said.strip() else "không nói gì"
    return KeyTroubleError(f"GnuPG không làm được: {last}", "Thử kí ngoài chương trình: echo thu | gpg --clearsign")


__all__ = ["KeyTroubleError", "Keyring", "SecretKey", "keyring"]
