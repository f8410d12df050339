"""What the school's ledger says of seals: how lasting, by whose certificates, which authorities are believed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from hocba_build.domain.seals import SealCertificate, SealLevel
from hocba_build.publishing.pades.trust import SealTrust, trust_of
from hocba_build.records.codec import decode
from hocba_build.records.layout import SCHOOL_PATH, Kind
from hocba_build.records.strict_yaml import parse
from hocba_build.trust.kinds import Paper
from hocba_build.trust.witnessing import AUTHORITIES
from hocba_build.workflows.ledger.desk import open_desk
from hocba_build.workflows.ledger.history import History
from hocba_build.workflows.ledger.ledger import open_ledger


@dataclass(frozen=True, slots=True)
class SealSettings:
    """The school's choices; a folder without a ledger has made none."""

    level: SealLevel = SealLevel.BARE
    certificates: tuple[SealCertificate, ...] = ()
    authorities: tuple[tuple[str, str], ...] = ()
    """Name and address of those who give time-stamps."""
    trust: SealTrust = field(default_factory=SealTrust)
    history: History | None = field(default=None, repr=False)
    """The ledger that says so, where there is one."""


def settings_here(root: Path) -> SealSettings:
    """The choices of the school whose folder this is.

    Raises:
        RefusedError: something in the ledger is refused.
    """
    if not (root / AUTHORITIES).is_dir() or not (root / ".git").exists():
        return SealSettings()
    desk = open_desk(root)
    return settings_in(open_ledger(desk, desk.main()).history)


def settings_in(history: History) -> SealSettings:
    """The choices as a judged history has them."""
    blob = history.trees.entry(history.tree, SCHOOL_PATH)
    if blob is None:
        return SealSettings(history=history)
    school = decode(Kind.TRUONG, parse(history.trees.content(blob)))
    trust = trust_of(_chains(history, Paper.CA), _chains(history, Paper.TSA))
    return SealSettings(school.seal_level, school.seal_certificates, school.time_authorities, trust, history)


def _chains(history: History, kind: Paper) -> Iterator[bytes]:
    for path, blob in history.trees.files(history.tree, AUTHORITIES):
        if path.startswith(f"{AUTHORITIES}/{kind.value}."):
            yield history.trees.content(blob)


__all__ = ["SealSettings", "settings_here", "settings_in"]
