"""What a person hands to the administrator to have a key written down: one text with the key and what it signed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from hocba_build.domain.errors import HocbaError

HEAD: Final = "hocba-xin-khoa/v1"
SUFFIX: Final = ".xin-khoa.txt"
MAX_BYTES: Final = 64 * 1024
_BLOCK: Final = re.compile(
    r"-----BEGIN PGP (PUBLIC KEY BLOCK|SIGNATURE)-----\n(?:[!-~ ]*\n)+?-----END PGP \1-----\n", re.ASCII
)
_PERSON: Final = re.compile(r"nguoi: ([a-z][a-z0-9.-]{0,31})")


@dataclass(frozen=True, slots=True)
class KeyRequest:
    """A certificate, the statement the key signs of itself, and the one by an older key of the person."""

    person: str
    armor: bytes
    binding: bytes
    older: bytes | None = None


def write_request(request: KeyRequest) -> bytes:
    """The text of a request: it can be mailed, or carried on a stick; it holds nothing secret."""
    head = f"{HEAD}\nnguoi: {request.person}\n\n".encode()
    return head + b"".join(_ended(one) for one in (request.armor, request.binding, request.older) if one)


def _ended(block: bytes) -> bytes:
    return block if block.endswith(b"\n") else block + b"\n"


def read_request(raw: bytes) -> KeyRequest:
    """A request as it was written; what it claims is checked where it is proposed.

    Raises:
        HocbaError: it is none.
    """
    text = raw.decode("ascii", "replace").replace("\r\n", "\n") if len(raw) <= MAX_BYTES else ""
    lines = text.split("\n", 2)
    person = _PERSON.fullmatch(lines[1].strip()) if len(lines) > 1 and lines[0].strip() == HEAD else None
    found = [(one[1], one[0].encode()) for one in _BLOCK.finditer(text)]
    kinds = [kind for kind, _ in found]
    if person is None or kinds[:2] != ["PUBLIC KEY BLOCK", "SIGNATURE"] or kinds[2:] not in ([], ["SIGNATURE"]):
        raise HocbaError(
            "Tệp này không phải tệp xin ghi khoá.",
            f"Người xin lấy tệp «…{SUFFIX}» ở trang «Vào làm» của bàn làm việc, và gửi nguyên vẹn.",
        )
    blocks = [block for _, block in found]
    return KeyRequest(person[1], blocks[0], blocks[1], blocks[2] if len(blocks) > 2 else None)
