"""Ask a time-stamp authority over HTTP, as RFC 3161 section 3.4 lays down. Only a digest leaves the school."""

from __future__ import annotations

import http.client
import urllib.error
import urllib.request
from typing import Final

from hocba_build.domain.errors import Exit, HocbaError
from hocba_build.trust.tsa import MAX_STAMP

SECONDS: Final = 30
"""How long an answer is waited for."""
_HEADERS: Final = {"Content-Type": "application/timestamp-query", "Accept": "application/timestamp-reply"}


class AuthorityError(HocbaError):
    """The authority could not be reached, or did not answer as one."""

    exit = Exit.UNDECIDED


def ask_authority(address: str, question: bytes) -> bytes:
    """The answer to a question.

    Raises:
        AuthorityError: with what happened.
    """
    if not address.startswith(("http://", "https://")):
        raise AuthorityError(f"Địa chỉ nơi cấp mốc thời gian không dùng được: {address}.", "Sửa records/truong.yaml.")
    request = urllib.request.Request(address, question, _HEADERS)  # noqa: S310 - http or https, as checked above
    try:
        with urllib.request.urlopen(request, timeout=SECONDS) as reply:  # noqa: S310 - the same
            raw: bytes = reply.read(MAX_STAMP + 1)
    except (urllib.error.URLError, http.client.HTTPException, OSError, ValueError) as error:
        raise AuthorityError(f"Không hỏi được {address}: {error}.", "Xem mạng và địa chỉ trong truong.yaml.") from error
    return raw
