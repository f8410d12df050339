"""Which forge, and which repository there, a remote's address names."""

from __future__ import annotations

import re
from ipaddress import ip_address
from typing import Final
from urllib.parse import SplitResult, urlsplit

from hocba_build.exchange.forge.model import ForgeKind, Site

_KNOWN: Final = {
    "github.com": ForgeKind.GITHUB,
    "gitlab.com": ForgeKind.GITLAB,
    "codeberg.org": ForgeKind.FORGEJO,
}
_SCP: Final = re.compile(r"(?:[^@/]+@)?([^:/\[\]]+|\[[0-9a-fA-F:]+\]):(?!//)(.+)")
"""``git@host:owner/name.git``; a lone letter before the colon is a drive of Windows."""
_PART: Final = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*")


def known_kind(remote: str) -> ForgeKind | None:
    """The kind of a forge that everybody knows by its name."""
    found = _address(remote)
    return _KNOWN.get(found.hostname or "") if found else None


def site_of(remote: str, kind: ForgeKind, url: str | None = None) -> Site | None:
    """The repository that a remote's address names; ``url`` is the forge's own address where it is not the host's.

    ``None`` for a folder of this machine, or what names no repository.
    """
    found = _address(remote)
    if found is None or not found.hostname:
        return None
    base = url.rstrip("/") if url else _web(found)
    path = found.path.strip("/").removesuffix(".git")
    below = urlsplit(base).path.strip("/")
    if below and found.scheme != "ssh":
        path = path.removeprefix(f"{below}/")
    parts = path.split("/")
    enough = len(parts) >= 2 if kind is ForgeKind.GITLAB else len(parts) == 2
    return Site(kind, base, path) if enough and all(map(_PART.fullmatch, parts)) else None


def is_private_way(site: Site) -> bool:
    """Whether a token may be sent there: over TLS, or on this very machine."""
    parts = urlsplit(site.url)
    if parts.scheme == "https":
        return True
    host = parts.hostname or ""
    try:
        return parts.scheme == "http" and (host == "localhost" or ip_address(host).is_loopback)
    except ValueError:
        return False


def _address(remote: str) -> SplitResult | None:
    """The address taken apart; ``None`` for a folder."""
    short = _SCP.fullmatch(remote)
    whole = (
        f"ssh://{short[1]}/{short[2].lstrip('/')}" if short and "://" not in remote and len(short[1]) > 1 else remote
    )
    try:
        parts = urlsplit(whole)
        return parts if parts.scheme in ("http", "https", "ssh") and parts.hostname else None
    except ValueError:
        return None


def _web(parts: SplitResult) -> str:
    """A host's own address: SSH says nothing of the port of its web pages. Names and passwords are left out."""
    host = parts.hostname or ""
    named = f"[{host}]" if ":" in host else host
    if parts.scheme == "ssh":
        return f"https://{named}"
    return f"{parts.scheme}://{named}:{parts.port}" if parts.port else f"{parts.scheme}://{named}"
