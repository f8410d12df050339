"""Reasons stand in the history for ever and in a forge's mail: they are short and name no pupil."""

from __future__ import annotations

import re
from collections.abc import Iterator

from hocba_build.domain.errors import HocbaError
from hocba_build.domain.vietnamese import fold
from hocba_build.records.reader import Source
from hocba_build.records.text import forbidden
from hocba_build.trust.git.writing import MAX_REASON

_NAME = re.compile(r'ho_ten: "?([^,"}]+)')


def checked_reason(reason: str, source: Source) -> str:
    """The reason on one line.

    Raises:
        HocbaError: empty, too long, or it holds a pupil's full name (with or without accents).
    """
    text = " ".join(reason.split())
    if not text or forbidden(text):
        raise HocbaError("Chưa có lí do, hoặc lí do có kí tự lạ.", 'Ghi ngắn gọn: -m "Vào điểm giữa kì".')
    if len(text) > MAX_REASON:
        raise HocbaError(f"Lí do dài {len(text)} kí tự, tối đa {MAX_REASON}.", "Viết ngắn lại.")
    if names_a_pupil(text, source):
        raise HocbaError(
            "Lí do có họ tên một học sinh.", "Dùng mã học sinh thay họ tên: lí do còn mãi trong lịch sử và thư báo."
        )
    return text


def names_a_pupil(text: str, source: Source) -> bool:
    """Whether a text holds a pupil's full name, with or without accents."""
    plain = _plain(text)
    return any(name in plain for name in _names(source))


def _plain(text: str) -> str:
    return f" {' '.join(re.findall(r'[a-z]+', fold(text).lower()))} "


def _names(source: Source) -> Iterator[str]:
    for path in source:
        if path.startswith("records/hoc-sinh/"):
            for name in _NAME.findall(source[path].decode("utf-8", "replace")):
                yield _plain(name)
