"""What each kind of entries demands besides rights and form (step 12)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from hocba_build.trust.affirming import Affirming
from hocba_build.trust.capable import Staffing
from hocba_build.trust.kinds import Act
from hocba_build.trust.office import Office
from hocba_build.trust.rooting import Rooting
from hocba_build.trust.signing_acts import Locking, Signing
from hocba_build.trust.special import Special
from hocba_build.trust.witnessing import Witnessing

SPECIAL: Final[Mapping[Act, type[Special]]] = {
    Act.SIGN: Signing,
    Act.LOCK: Locking,
    Act.AFFIRM: Affirming,
    Act.WITNESS: Witnessing,
    Act.PEOPLE: Staffing,
    Act.ROOT: Rooting,
    Act.OFFICE: Office,
}
CLOSED: Final[Mapping[Act, str]] = {
    Act.REPAIR: "sửa chữa sổ chỉ đứng được ngay sau một mục sai",
}
"""Kinds that no ordinary entry may be of: refused, never waved through."""
