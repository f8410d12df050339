"""Where the school's sealing keys are, as a person at this machine has said once; never a PIN.

Only the command line says it: a page chooses among what is known here, since a library that a token needs is a program.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from hocba_build.domain.seals import SealRole
from hocba_build.publishing.pades.keys import FileKey, KeyPlace, RemoteKey, TokenKey
from hocba_build.workflows.sheets.export import write_private
from hocba_build.workflows.state import state_folder

NAME: Final = "noi-ki-so.json"
SCHEMA_VERSION: Final = 1
BEARER: Final = "HOCBA_SEAL_TOKEN"
"""The environment variable with a remote signer's bearer token: no secret is an argument, and none is kept."""


def known_places(root: Path) -> dict[SealRole, KeyPlace]:
    """The places by role; none where nothing was said, or what was said cannot be read any more."""
    try:
        kept = json.loads((state_folder(root) / NAME).read_text("utf-8"))["noi"]
        return {SealRole(role): _place(said) for role, said in kept.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def keep_place(root: Path, role: SealRole, place: KeyPlace) -> None:
    """Remember the place of a role's key, outside of the repository, for its owner only."""
    told = {one.value: _told(known) for one, known in {**known_places(root), role: place}.items()}
    text = json.dumps({"schema_version": SCHEMA_VERSION, "noi": told}, ensure_ascii=False, indent=1)
    write_private(state_folder(root) / NAME, f"{text}\n".encode())


def _told(place: KeyPlace) -> Mapping[str, str | None]:
    if isinstance(place, FileKey):
        return {"p12": str(place.path.resolve())}
    if isinstance(place, TokenKey):
        return {"thu_vien": str(place.library.resolve()), "the": place.token, "chung_thu": place.certificate}
    return {"dia_chi": place.address, "ma": place.credential}


def _place(said: Mapping[str, str]) -> KeyPlace:
    if "p12" in said:
        return FileKey(Path(said["p12"]))
    if "thu_vien" in said:
        return TokenKey(Path(said["thu_vien"]), said["the"], said["chung_thu"])
    return RemoteKey(said["dia_chi"], said["ma"], os.environ.get(BEARER))


def words_of(place: KeyPlace) -> str:
    """What kind of place it is, without the way to it."""
    if isinstance(place, FileKey):
        return f"tệp {place.path.name}"
    if isinstance(place, TokenKey):
        label = f" «{place.token}»" if place.token else ""
        return f"thẻ, USB token{label} ({place.library.name})"
    return f"nơi kí từ xa {place.address}"


__all__ = ["BEARER", "keep_place", "known_places", "words_of"]
