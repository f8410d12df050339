"""A forge by its kind; each library is loaded only where it is used."""

from __future__ import annotations

from importlib import import_module
from typing import Final

from hocba_build.exchange.forge.address import is_private_way
from hocba_build.exchange.forge.model import Forge, ForgeError, ForgeKind, Site

_DOORS: Final = {
    ForgeKind.GITHUB: ("github_door", "GithubForge"),
    ForgeKind.GITLAB: ("gitlab_door", "GitlabForge"),
    ForgeKind.FORGEJO: ("forgejo_door", "ForgejoForge"),
}


def connect(site: Site, token: str) -> Forge:
    """A repository at its forge; nothing is asked yet.

    Raises:
        ForgeError: a token does not travel without TLS.
    """
    if not is_private_way(site):
        raise ForgeError(f"Không gửi mã truy cập đến {site.url}: đường truyền không mã hoá.", "Dùng https.")
    module, name = _DOORS[site.kind]
    made: Forge = getattr(import_module(f"hocba_build.exchange.forge.{module}"), name)(site, token)
    return made
