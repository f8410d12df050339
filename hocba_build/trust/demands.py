"""What each kind of entries demands besides rights and form (step 12)."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Final

from hocba_build.trust.kinds import Act
from hocba_build.trust.special import Special

_SPECIAL: Final[Mapping[Act, tuple[str, str]]] = {
    Act.SIGN: ("year_end.signing_acts", "Signing"),
    Act.LOCK: ("year_end.signing_acts", "Locking"),
    Act.AFFIRM: ("recovery.affirming", "Affirming"),
    Act.WITNESS: ("witnessing", "Witnessing"),
    Act.PEOPLE: ("recovery.capable", "Staffing"),
    Act.ROOT: ("rooting", "Rooting"),
    Act.OFFICE: ("papers.office", "Office"),
}
"""Where a kind's demands are: loaded with the first such entry, as most of what comes are scores."""
CLOSED: Final[Mapping[Act, str]] = {
    Act.REPAIR: "sửa chữa sổ chỉ đứng được ngay sau một mục sai",
}
"""Kinds that no ordinary entry may be of: refused, never waved through."""


def special_of(act: Act) -> Special:
    """The demands of a kind, for one entry."""
    if act not in _SPECIAL:
        return Special()
    module, name = _SPECIAL[act]
    made: Special = getattr(import_module(f"hocba_build.trust.{module}"), name)()
    return made
