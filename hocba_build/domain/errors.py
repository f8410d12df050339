"""What the program cannot do is an exception with a hint; its fields survive a worker process."""

from __future__ import annotations

import errno
from collections.abc import Mapping
from enum import IntEnum
from typing import Final

_MACHINE: Final[Mapping[int, str]] = {
    errno.ENOENT: "không có tệp này",
    errno.ENOTDIR: "không có thư mục này",
    errno.EISDIR: "đây là một thư mục",
    errno.EACCES: "không được phép đọc hay ghi ở đây",
    errno.EPERM: "không được phép làm việc này",
    errno.EEXIST: "đã có tệp này",
    errno.ENOSPC: "đĩa hết chỗ",
    errno.EDQUOT: "đã dùng hết phần đĩa được cấp",
    errno.EROFS: "đĩa chỉ đọc được",
    errno.ENAMETOOLONG: "tên tệp quá dài",
    errno.EFBIG: "tệp lớn quá mức cho phép",
    errno.EIO: "đĩa hỏng hoặc rút ra giữa chừng",
    errno.EMFILE: "mở quá nhiều tệp cùng lúc",
}
"""What a machine says most often, for people."""


def machine_words(error: OSError) -> str:
    """Why the machine did not do something, in Vietnamese; its own words for what is rare."""
    return _MACHINE.get(error.errno or 0) or error.strerror or str(error)


class Exit(IntEnum):
    """What a command's exit status means."""

    FINE = 0
    FINDINGS = 1
    USAGE = 2
    UNDECIDED = 3
    REFUSED = 4


class HocbaError(Exception):
    """A failure with a Vietnamese sentence and a hint; ``exit`` is the status the command ends with."""

    exit: Exit = Exit.USAGE

    def __init__(self, message: str, hint: str = "") -> None:
        """Keep both in ``args``, so that pickling keeps them."""
        super().__init__(message, hint)

    @property
    def message(self) -> str:
        """What happened."""
        return str(self.args[0])

    @property
    def hint(self) -> str:
        """What to do about it."""
        return str(self.args[1])


class RefusedError(HocbaError):
    """The state of the records does not allow it (locked, stale, not entitled)."""

    exit = Exit.REFUSED
