"""What each kind of entries demands besides rights and form (step 12)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from hocba_build.trust.affirming import Affirming
from hocba_build.trust.kinds import Act
from hocba_build.trust.signing_acts import Locking, Signing
from hocba_build.trust.special import Special

SPECIAL: Final[Mapping[Act, type[Special]]] = {Act.SIGN: Signing, Act.LOCK: Locking, Act.AFFIRM: Affirming}
CLOSED: Final[Mapping[Act, str]] = {
    Act.REPAIR: "sửa chữa sổ chỉ đứng được ngay sau một mục sai",
    Act.ROOT: "chương trình này chưa duyệt được loại việc «gốc tin cậy»",
    Act.WITNESS: "chương trình này chưa duyệt được loại việc «mốc thời gian»",
}
"""Kinds that no ordinary entry may be of, and kinds whose rules are not written yet: refused, never waved through."""
