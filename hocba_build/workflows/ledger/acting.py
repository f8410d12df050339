"""Who acts at this desk: the person named, or the only one whose key is at hand."""

from __future__ import annotations

import os
from collections.abc import Mapping

from hocba_build.domain.errors import HocbaError
from hocba_build.domain.values import PersonId
from hocba_build.trust.gpg import Keyring, KeyTroubleError
from hocba_build.trust.policy import Policy
from hocba_build.trust.signing import KeyHolder


def acting_person(policy: Policy, keys: Keyring | None = None) -> KeyHolder:
    """The person that ``HOCBA_PERSON`` names, or whose key alone is in the keyring, ready to sign.

    Raises:
        HocbaError: unknown person, or several could act.
        KeyTroubleError: none of the person's keys in use is at hand.
    """
    keys = keys or Keyring()
    found = keys.secret_keys()
    at_hand = {key.fingerprint for key in found if key.usable}
    mine = {held: person for held, person in policy.holders.items() if held in at_hand}
    named = os.environ.get("HOCBA_PERSON") or _only(mine)
    person = PersonId(named)
    if person not in policy.staff:
        raise HocbaError(f"Không có cán bộ {named} trong danh sách.", "Đặt HOCBA_PERSON đúng mã của mình.")
    for fingerprint, owner in sorted(mine.items()):
        if owner == person:
            return KeyHolder(person, policy.identity(person)[1], fingerprint, keys)
    if any(policy.holders.get(key.fingerprint) == person for key in found):
        raise KeyTroubleError(
            f"Khoá của {named} ở máy này đã hết hạn hoặc bị thu hồi.",
            "Gia hạn: gpg --quick-set-expire VÂN_TAY 2y, rồi hocba staff key renew.",
        )
    raise KeyTroubleError(
        f"Không thấy khoá đang dùng của {named} ở máy này.", "Cắm thẻ khoá, đặt GNUPGHOME, hoặc làm khoá: hocba join."
    )


def _only(mine: Mapping[str, PersonId]) -> PersonId:
    persons = sorted(set(mine.values()))
    if len(persons) == 1:
        return persons[0]
    if persons:
        raise HocbaError(f"Máy này có khoá của nhiều người: {', '.join(persons)}.", "Đặt HOCBA_PERSON là mã của mình.")
    raise KeyTroubleError(
        "Không thấy khoá của ai trong trường ở máy này.", "Đặt GNUPGHOME đúng chỗ, cắm thẻ khoá, hoặc hocba join."
    )
