"""What a person needs at the own machine before the day begins, looked at one after another; nothing is changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from hocba_build.domain.errors import HocbaError
from hocba_build.trust.gpg import Keyring, KeyTroubleError
from hocba_build.trust.openpgp import SignatureFault, check_detached
from hocba_build.trust.signing import KeyHolder, key_statement
from hocba_build.workflows.ledger.acting import acting_person
from hocba_build.workflows.ledger.desk import Desk, open_desk
from hocba_build.workflows.ledger.ledger import Ledger, open_ledger
from hocba_build.workflows.people.doctor import clock_advice


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at; ``passed`` is ``None`` where it could not be looked at yet."""

    title: str
    passed: bool | None
    sentence: str
    hint: str = ""


def self_test(root: Path, *, sign: bool = False) -> tuple[Check, ...]:
    """Look at the server, the clock, GnuPG and the keys; with ``sign`` also try a signature: its owner is asked.

    Raises:
        HocbaError: there is no ledger here.
    """
    desk = open_desk(root)
    server = _tried("Máy chủ của trường", lambda: _server(desk))
    ledger = open_ledger(desk, desk.main())
    keys = Keyring()
    return (server, _clock(desk, ledger), _tried("Khoá ở máy này", lambda: _keys(keys)), *_person(ledger, keys, sign))


def _tried(title: str, look: Callable[[], str]) -> Check:
    try:
        return Check(title, passed=True, sentence=look())
    except HocbaError as error:
        return Check(title, passed=False, sentence=error.message, hint=error.hint)


def _server(desk: Desk) -> str:
    if desk.repository.server() is None:
        return "Kho này không có máy chủ: mọi việc ở lại máy này."
    desk.repository.fetch()
    return "Đọc được sổ ở máy chủ."


def _clock(desk: Desk, ledger: Ledger) -> Check:
    for advice in clock_advice(desk, ledger):
        return Check("Đồng hồ", passed=False, sentence=advice.message, hint=advice.hint)
    return Check("Đồng hồ", passed=True, sentence="Không chậm hơn sổ.")


def _keys(keys: Keyring) -> str:
    found = keys.secret_keys()
    if not found:
        raise KeyTroubleError("Máy này chưa có khoá nào.", "Cắm thẻ khoá, hoặc làm khoá ở ngay trang này.")
    usable = sum(key.usable for key in found)
    if not usable:
        raise KeyTroubleError(
            "Khoá ở máy này đã hết hạn hoặc bị thu hồi.", "Gia hạn hoặc làm khoá mới rồi gửi quản trị."
        )
    return f"Có {usable} khoá còn hạn."


def _person(ledger: Ledger, keys: Keyring, sign: bool) -> Iterator[Check]:  # noqa: FBT001 - passed on
    title = "Tôi là"
    try:
        me = acting_person(ledger.policy, keys)
    except HocbaError as error:
        yield Check(title, passed=False, sentence=error.message, hint=error.hint)
        return
    yield Check(title, passed=True, sentence=f"{ledger.policy.staff[me.person].full_name} ({me.person}).")
    if sign:
        yield _tried("Kí thử", lambda: _signed(ledger, me))
    else:
        yield Check("Kí thử", passed=None, sentence="Chưa thử.", hint="Bấm «Kí thử»: máy hỏi mã PIN một lần.")


def _signed(ledger: Ledger, me: KeyHolder) -> str:
    text = key_statement(ledger.state.founding, me.person, me.fingerprint)
    try:
        check_detached(text, me.keys.sign(text, me.fingerprint), [ledger.policy.certificates[me.fingerprint]])
    except SignatureFault as fault:
        message = f"Kí được nhưng sổ không nhận: {fault.code} {fault.message}"
        raise KeyTroubleError(message, "Báo quản trị; làm khoá mới loại ed25519 hoặc RSA 3072.") from fault
    return "Kí được, và sổ nhận chữ kí này."
