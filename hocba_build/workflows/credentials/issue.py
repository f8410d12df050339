"""Make the school's key for credentials, and credentials with it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from hocba_build.domain.errors import Exit, HocbaError, RefusedError
from hocba_build.domain.values import StudentId, YearId
from hocba_build.exchange.credential import write_credential
from hocba_build.records.layout import SCHOOL_PATH, is_student_id, is_year
from hocba_build.trust.ed25519 import CredentialKey, KeyFileError, new_key, open_key
from hocba_build.workflows.credentials.keys import keys_of
from hocba_build.workflows.ledger.desk import open_desk
from hocba_build.workflows.ledger.ledger import open_ledger
from hocba_build.workflows.ledger.locked_leaves import locked_leaves
from hocba_build.workflows.printing.shelf import replace

SHORTEST = 8
"""Letters of a passphrase: the key lies in a file."""


class CredentialKeyError(HocbaError):
    """The key's file could not be opened."""

    exit = Exit.UNDECIDED


@dataclass(frozen=True, slots=True)
class Wish:
    """Whose year, and where the credential goes."""

    pupil: str
    year: str
    out: Path


def make_key(out: Path, passphrase: str) -> str:
    """Write a new key, encrypted, and give its public part as ``did:key``.

    Raises:
        HocbaError: the passphrase is too short. RefusedError: there is a file by that name.
    """
    if len(passphrase) < SHORTEST:
        raise HocbaError(f"Mật khẩu cần ít nhất {SHORTEST} kí tự.", "Nhập lại; mật khẩu không ghi ở đâu khác.")
    if out.exists():
        raise RefusedError(f"Đã có tệp {out.name}, không ghi đè.", "Chọn tên khác: -o TỆP.")
    key = new_key()
    replace(out, key.sealed(passphrase))
    return key.did


def issue_credential(root: Path, wish: Wish, key: Path, secret: Callable[[], str]) -> str:
    """Write the credential of a pupil's locked year; the ``did:key`` that signed it.

    Raises:
        RefusedError: the year is not locked, or open for a correction; the key is not the school's.
        CredentialKeyError: the key's file or passphrase is wrong.
    """
    if not is_student_id(wish.pupil) or not is_year(wish.year):
        raise HocbaError(f"Không hiểu «{wish.pupil}», «{wish.year}».", "Ví dụ: 7400000001 2025-2026.")
    year, pupil = YearId(wish.year), StudentId(wish.pupil)
    desk = open_desk(root)
    desk.repository.fetch()
    history = open_ledger(desk, desk.main()).history
    lock = history.state.locks.get(year)
    found = locked_leaves(history, year, pupil)
    if lock is None or lock.scope is not None or not found:
        state = "đang mở để sửa" if lock is not None and lock.scope is not None else "chưa khoá, hoặc không có em này"
        raise RefusedError(f"Năm học {year} {state}.", "Chứng nhận chỉ cấp từ kết quả đã khoá: hocba board.")
    opened = _opened(key, secret)
    if opened.did not in keys_of(history):
        raise RefusedError(
            "Khoá này chưa phải khoá chứng nhận của trường.", f"Ghi khoa_chung_nhan trong {SCHOOL_PATH}: {opened.did}."
        )
    replace(wish.out, write_credential(found[-1], opened, desk.now()).encode() + b"\n")
    return opened.did


def _opened(key: Path, secret: Callable[[], str]) -> CredentialKey:
    try:
        return open_key(key.read_bytes(), secret())
    except KeyFileError as error:
        raise CredentialKeyError(f"Không mở được {key.name}: {error}.", "Xem lại tệp và mật khẩu.") from error


__all__ = ["Wish", "issue_credential", "make_key"]
