"""What a sign-off answers for: the files of a subject or of the homeroom in one class, whether they exist or not."""

from __future__ import annotations

from typing import Final

SUBJECT, HOMEROOM, LEADER = "bo-mon", "chu-nhiem", "lanh-dao"
BROUGHT: Final = "chuyen-den"
"""The folder of a class with what pupils brought from other schools, a file a pupil."""
_ROOM: Final = (
    "lop.yaml",
    "quyet-dinh.yaml",
    "hk1/ren-luyen.yaml",
    "hk1/chuyen-can.yaml",
    "hk2/ren-luyen.yaml",
    "hk2/chuyen-can.yaml",
    "ca-nam/nhan-xet.yaml",
    "ca-nam/khen-thuong.yaml",
    "ca-nam/ren-luyen-he.yaml",
    "ca-nam/hoan-thanh.yaml",
)


def files_in(role: str, scope: str) -> tuple[str, ...]:
    """The files of a scope, below the year's folder; a leader's statement stands on others' and has none.

    Beside them the homeroom answers for all that lies in ``brought_in(scope)``.
    """
    class_id, _, subject = scope.partition("/")
    if role == SUBJECT:
        names: tuple[str, ...] = (f"hk1/{subject}.yaml", f"hk2/{subject}.yaml", f"ca-nam/danh-gia-lai/{subject}.yaml")
    else:
        names = _ROOM if role == HOMEROOM else ()
    return tuple(f"{class_id}/{name}" for name in names)


def brought_in(class_id: str) -> str:
    """The folder of what pupils brought into a class, below the year's."""
    return f"{class_id}/{BROUGHT}"


__all__ = ["BROUGHT", "HOMEROOM", "LEADER", "SUBJECT", "brought_in", "files_in"]
