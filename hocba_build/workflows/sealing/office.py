"""Whom life pages are written to: the office's keys, by the roles and certificates of the judged ledger."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from hocba_build.domain.people import Role
from hocba_build.domain.values import PersonId
from hocba_build.records.layout import Kind, parse_path
from hocba_build.trust.openpgp import Certificate, encrypt, encrypts, readers_of, reading_keys
from hocba_build.trust.policy import Policy
from hocba_build.workflows.ledger.desk import open_desk
from hocba_build.workflows.ledger.ledger import open_ledger
from hocba_build.workflows.sealing.sealed import SEALED

OFFICE_ROLES: Final = (Role.VAN_THU, Role.TO_TRUONG_VAN_PHONG, Role.HIEU_TRUONG)
"""Who keeps and prints life pages; the principal too, so that a registrar's lost key loses no page."""


@dataclass(frozen=True, slots=True)
class Office:
    """The certificates of the office that can be written to, and the persons who have none."""

    certificates: tuple[Certificate, ...] = ()
    without: tuple[PersonId, ...] = ()
    persons: tuple[PersonId, ...] = ()
    """Who can read, in the order of their ids."""

    @property
    def seals(self) -> bool:
        """Whether pages are encrypted at all."""
        return bool(self.certificates)

    @property
    def keys(self) -> frozenset[str]:
        """The ids of every key that may read."""
        return frozenset().union(*map(reading_keys, self.certificates))

    def seal(self, page: bytes) -> bytes:
        """A page's text as a message to the whole office."""
        return encrypt(page, self.certificates)

    def is_sealed_to_all(self, message: bytes) -> bool:
        """Whether everybody of the office, and nobody else, can read a message."""
        readers = readers_of(message)
        return readers <= self.keys and all(readers & reading_keys(one) for one in self.certificates)


def office_of(policy: Policy) -> Office:
    """The office of a policy."""
    found: list[Certificate] = []
    readers, without = set(), []
    for person in sorted(policy.holding(*OFFICE_ROLES)):
        own = [
            policy.certificates[key]
            for key, holder in sorted(policy.holders.items())
            if holder == person and key in policy.certificates
        ]
        able = [certificate for certificate in own if encrypts(certificate)]
        found.extend(able)
        if able:
            readers.add(person)
        else:
            without.append(person)
    return Office(tuple(found), tuple(without), tuple(sorted(readers)))


def sealed_files(files: Mapping[str, bytes], office: Office) -> dict[str, bytes]:
    """Files to be written, with every life page sealed to the office."""
    pages = {path for path in files if (place := parse_path(path)) is not None and place.kind is Kind.HO_SO}
    kept = {path: raw for path, raw in files.items() if path not in pages}
    return kept | {f"{path}{SEALED}": office.seal(files[path]) for path in pages}


def find_office(root: Path) -> Office:
    """The office as the school's ledger knows it; nobody where the folder has no ledger.

    Raises:
        RefusedError: something in the ledger is refused: nobody may be taken for the office then.
    """
    if not (root / "signatures/goc").is_dir() or not (root / ".git").exists():
        return Office()
    desk = open_desk(root)
    return office_of(open_ledger(desk, desk.main()).policy)
