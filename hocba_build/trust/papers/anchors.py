"""From the founding sheet to the keys that may be believed, without a repository.

The sheet that is given names the root persons' keys; each root sheet is signed by the threshold of the set before it
and of its own, so that one leads to the others; a later key of a root person is bound by an older one
(``<fingerprint>.cu.asc``). Everything else in a school's policy only its ledger can prove, and is not claimed here.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from hocba_build.domain.values import PersonId
from hocba_build.records.strict_yaml import parse
from hocba_build.trust.founding import Sheet, names_root
from hocba_build.trust.git.objects import ObjectFault
from hocba_build.trust.kinds import Paper, SignaturePath, place_of
from hocba_build.trust.openpgp import Certificate, SignatureFault, Signed, check_detached, read_certificate
from hocba_build.trust.policy import Root, read_root
from hocba_build.trust.rooting import sheet_path
from hocba_build.trust.signing import key_statement

FIRST: Final = sheet_path(1)


class AnchorFault(Exception):  # noqa: N818 - a fault of what was given, in the words of the rest
    """Why the root sheets do not lead from the founding sheet to where they should."""

    def __init__(self, path: str, message: str) -> None:
        """Keep the fields in ``args``."""
        super().__init__(path, message)
        self.path = path
        self.message = message


@dataclass(frozen=True, slots=True)
class Anchors:
    """Certificates that the founding sheet leads to, by person."""

    certificates: Mapping[PersonId, tuple[Certificate, ...]]
    sheets: int

    def check(self, person: PersonId, text: bytes, armor: bytes) -> Signed:
        """Check a person's detached signature.

        Raises:
            SignatureFault: HB313 where no anchored key of that person made it, else why it is wrong.
        """
        return check_detached(text, armor, self.certificates.get(person, ()))


def anchors(sheet: Sheet, papers: Mapping[str, bytes]) -> Anchors:
    """The anchored keys; ``papers`` are files by their repository path.

    Raises:
        AnchorFault: a root sheet is missing, contradicts the founding sheet, or lacks signatures.
    """
    held = dict(_certificates(papers))
    roots = _chain(sheet, papers, held)
    keys: dict[PersonId, dict[str, Certificate]] = {}
    for root in roots:
        for person, fingerprint in root.keys.items():
            if (person, fingerprint) in held:
                keys.setdefault(person, {})[fingerprint] = held[person, fingerprint]
    for person, found in keys.items():
        _follow(sheet, papers, (person, found), held)
    return Anchors({person: tuple(found.values()) for person, found in keys.items()}, len(roots))


Held = Mapping[tuple[PersonId, str], Certificate]


def _certificates(papers: Mapping[str, bytes]) -> Iterator[tuple[tuple[PersonId, str], Certificate]]:
    for path, raw in papers.items():
        place = place_of(path)
        if isinstance(place, SignaturePath) and place.paper is Paper.CERTIFICATE and place.person:
            try:
                certificate = read_certificate(raw)
            except SignatureFault as fault:
                raise AnchorFault(path, fault.message) from fault
            if certificate.fingerprint != place.fingerprint:
                raise AnchorFault(path, "chứng thư không phải của vân tay trong tên tệp")
            yield (place.person, certificate.fingerprint), certificate


def _chain(sheet: Sheet, papers: Mapping[str, bytes], held: Held) -> list[Root]:
    """The root sheets in order, each vouched for by the one before."""
    if FIRST not in papers:
        raise AnchorFault(FIRST, "thiếu tờ gốc đầu tiên")
    roots = [_read(papers[FIRST], FIRST)]
    if roots[0].number != 1:
        raise AnchorFault(FIRST, "tờ gốc đầu tiên không mang số 1")
    while (path := sheet_path(len(roots) + 1)) in papers:
        roots.append(_next(roots[-1], papers, held, path))
    if not 1 <= sheet.number <= len(roots):
        raise AnchorFault(sheet_path(sheet.number), f"thiếu tờ gốc số {sheet.number}")
    if not names_root(sheet, roots[sheet.number - 1]):
        raise AnchorFault(sheet_path(sheet.number), "tờ gốc này không khớp với tờ gốc của trường")
    return roots


def _next(before: Root, papers: Mapping[str, bytes], held: Held, path: str) -> Root:
    raw = papers[path]
    root = _read(raw, path)
    said: Any = parse(raw)
    older = papers[sheet_path(before.number)]
    if root.number != before.number + 1 or said.get("truoc") != hashlib.sha256(older).hexdigest():
        raise AnchorFault(path, "tờ gốc không nối vào tờ trước")
    for each in (before, root):
        signed = [person for person, key in each.keys.items() if _signed(papers, held, path, (person, key))]
        if len(signed) < each.threshold:
            raise AnchorFault(path, f"tờ gốc thiếu chữ kí: cần {each.threshold} người của tờ số {each.number}")
    return root


def _signed(papers: Mapping[str, bytes], held: Held, path: str, who: tuple[PersonId, str]) -> bool:
    armor = papers.get(f"{path.removesuffix('.yaml')}.{who[0]}.asc")
    if armor is None or who not in held:
        return False
    try:
        check_detached(papers[path], armor, [held[who]])
    except SignatureFault:
        return False
    return True


def _read(raw: bytes, path: str) -> Root:
    try:
        return read_root(raw, path)
    except ObjectFault as fault:
        raise AnchorFault(path, fault.message) from fault


def _follow(
    sheet: Sheet, papers: Mapping[str, bytes], whose: tuple[PersonId, dict[str, Certificate]], held: Held
) -> None:
    """Add the person's later keys that an anchored one has bound."""
    person, keys = whose
    found = True
    while found:
        found = False
        for (owner, fingerprint), certificate in held.items():
            binding = papers.get(f"signatures/keys/{owner}/{fingerprint}.cu.asc")
            if owner != person or fingerprint in keys or binding is None:
                continue
            try:
                check_detached(key_statement(sheet.founding, person, fingerprint), binding, tuple(keys.values()))
            except SignatureFault:
                continue
            keys[fingerprint] = certificate
            found = True


__all__ = ["AnchorFault", "Anchors", "anchors"]
