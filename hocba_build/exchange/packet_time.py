"""A packet's witnesses: a token of an authority outside of the school over an entry that holds the year's lock.

``moc/<year>.tsr`` is the authority's answer, ``.commit`` the raw entry that it is over (so that ``openssl ts -verify``
works on it), ``.json`` the authority's name and the trees that lead from the entry to the lock.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hocba_build.domain.values import YearId
from hocba_build.exchange.packet_zip import PacketFault
from hocba_build.trust.papers.presence import PresenceFault, require_present
from hocba_build.trust.year_end.leaf_proof import ProofFault, read_json
from hocba_build.trust.year_end.leaves import canonical_json

if TYPE_CHECKING:
    from hocba_build.trust.tsa import Authority


@dataclass(frozen=True, slots=True)
class WitnessFiles:
    """Where the witness of a year lies in a packet."""

    year: YearId

    @property
    def token(self) -> str:
        """The authority's answer."""
        return f"moc/{self.year}.tsr"

    @property
    def commit(self) -> str:
        """The entry that it is over."""
        return f"moc/{self.year}.commit"

    @property
    def way(self) -> str:
        """The trees from there to the lock."""
        return f"moc/{self.year}.json"

    @property
    def paths(self) -> tuple[str, str, str]:
        """All of them."""
        return self.token, self.commit, self.way


@dataclass(frozen=True, slots=True)
class Witnessed:
    """What a good token says: seconds since 1970; ``None`` where no authority is known that could have given it."""

    authority: str
    seconds: int | None


def way_text(authority: str, way: Sequence[bytes]) -> bytes:
    """The canonical text of a way."""
    return canonical_json({"cay": [base64.b64encode(tree).decode() for tree in way], "noi": authority}) + b"\n"


def check_witness(
    files: Mapping[str, bytes], year: YearId, lock: str, authorities: Sequence[Authority]
) -> Witnessed | None:
    """What the witness of a year says of its lock, which lies at ``lock``; ``None`` where there is none.

    Raises:
        PacketFault: HB515, it is over something else, or not what it should be.
    """
    named = WitnessFiles(year)
    if named.token not in files:
        return None
    try:
        said = read_json(files[named.way].removesuffix(b"\n"))
        authority, way = str(said["noi"]), [base64.b64decode(tree, validate=True) for tree in said["cay"]]
        sound = way_text(authority, way) == files[named.way]
    except (ProofFault, KeyError, TypeError, ValueError, binascii.Error) as error:
        raise PacketFault("HB515", "đường từ mục của sổ tới bản khoá không đọc được", named.way) from error
    if not sound:
        raise PacketFault("HB515", "đường từ mục của sổ tới bản khoá không đúng dạng chuẩn", named.way)
    try:
        require_present(files[named.commit], way, lock, files[lock])
    except PresenceFault as error:
        raise PacketFault("HB515", f"mốc thời gian không nói về bản khoá này: {error}", named.way) from error
    return Witnessed(authority, _moment(files, named, authorities))


def _moment(files: Mapping[str, bytes], named: WitnessFiles, authorities: Sequence[Authority]) -> int | None:
    from hocba_build.trust.tsa import StampFaultError, StrangeStampError, check_stamp

    for authority in authorities:
        try:
            return check_stamp(files[named.token], files[named.commit], authority).seconds
        except StrangeStampError:
            continue
        except StampFaultError as error:
            raise PacketFault("HB515", str(error), named.token) from error
    return None


__all__ = ["WitnessFiles", "Witnessed", "check_witness", "way_text"]
