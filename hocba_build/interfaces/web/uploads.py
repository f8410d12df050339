"""Files that a page was given: kept at this machine for their owner only, until they are taken in or thrown away."""

from __future__ import annotations

import re
import secrets
import shutil
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from starlette.datastructures import FormData, UploadFile

from hocba_build.domain.errors import HocbaError
from hocba_build.interfaces.web.forms import Field, Filled, Sort, filled
from hocba_build.interfaces.web.place import Place
from hocba_build.workflows.sheets.export import write_private
from hocba_build.workflows.state import state_folder

FOLDER: Final = "tai-len"
SHEETS: Final = (".xlsx", ".xls", ".ods")
LISTS: Final = (*SHEETS, ".csv")
REQUESTS: Final = (".txt", ".asc")
SHEET_OF_TRUST: Final = (".yaml", ".yml")
PACKETS: Final = (".zip",)
LONGEST: Final = 3 * 24 * 3600
"""Seconds after which a file that nobody took in is thrown away: it may hold pupils' data."""
_SIGNS: Final = re.compile(r"[^\w.-]")
_TOKEN: Final = re.compile(r"[0-9a-f]{16}")


def keep_files(place: Place, form: FormData, endings: Sequence[str] = SHEETS, name: str = "tep") -> str:
    """Keep the files of a field; the token that finds them again.

    Raises:
        HocbaError: there is none, or one of another kind.
    """
    files = files_of(form, name)
    if not files:
        raise HocbaError("Chưa chọn tệp nào.", "Kéo tệp vào ô, hoặc bấm để chọn.")
    token = secrets.token_hex(8)
    for number, one in enumerate(files):
        write_private(_folder(place, token) / _name(one, number, endings), one.file.read())
    return token


def new_place(place: Place, name: str) -> tuple[str, Path]:
    """Where a file of our own making may wait to be saved: the token that finds it, and its path; swept like others."""
    token = secrets.token_hex(8)
    return token, _folder(place, token) / name


def received(place: Place, form: FormData, fields: Sequence[Field]) -> Filled:
    """What a form says, its files kept: a file of another kind is a fault of its field, and nothing else is lost."""
    tokens: dict[str, str] = {}
    wrong: dict[str, str] = {}
    for one in fields:
        if one.sort is Sort.FILE and files_of(form, one.name):
            try:
                tokens[one.name] = keep_files(place, form, one.endings, one.name)
            except HocbaError as error:
                wrong[one.name] = f"{error.message} {error.hint}"
    return filled(form, fields, Filled(tokens, wrong))


def files_of(form: FormData, name: str) -> list[UploadFile]:
    """The files that were chosen in a field."""
    return [one for one in form.getlist(name) if isinstance(one, UploadFile) and one.filename]


def kept_files(place: Place, token: str) -> list[Path]:
    """The files kept under a token, in the order they were given.

    Raises:
        HocbaError: there are none (any more).
    """
    folder = _folder(place, token)
    files = sorted(folder.iterdir()) if folder.is_dir() else []
    if not files:
        raise HocbaError("Lần nhập này đã gửi hoặc đã bỏ.", "Kéo tệp vào lại.")
    return files


def drop_files(place: Place, token: str) -> None:
    """Throw them away."""
    shutil.rmtree(_folder(place, token), ignore_errors=True)


def sweep(place: Place) -> None:
    """Throw away what was left behind long ago."""
    folder = state_folder(place.root) / FOLDER
    for one in folder.iterdir() if folder.is_dir() else ():
        if time.time() - one.stat().st_mtime > LONGEST:
            shutil.rmtree(one, ignore_errors=True)


def _name(upload: UploadFile, number: int, endings: Sequence[str]) -> str:
    """The file's own name without any way, so that refusals name what the person dropped."""
    name = re.split(r"[/\\]", upload.filename or "")[-1]
    if not name.lower().endswith(tuple(endings)):
        raise HocbaError(f"Chỉ nhận tệp {', '.join(endings)}.", f"Lưu lại dưới dạng {endings[0]} rồi kéo vào.")
    return f"{number + 1}-{_SIGNS.sub('_', name)[-80:]}"


def _folder(place: Place, token: str) -> Path:
    if not _TOKEN.fullmatch(token):
        raise HocbaError("Không có lần nhập nào ở địa chỉ này.", "Kéo tệp vào lại.")
    return state_folder(place.root) / FOLDER / token
