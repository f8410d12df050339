"""The power goes at every step of a write in turn; what is on the disk then is what a test looks at."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator

STEPS = ("open", "os.rename", "os.chmod", "os.mkdir", "os.remove", "os.rmdir", "tempfile.mkstemp", "shutil.rmtree")
"""What the interpreter is asked for before the disk is touched."""


def cut_short(write: Callable[[], object], every: int = 1) -> Iterator[int]:
    """Run ``write`` in a process that is killed before its first step, its second …; the step, after every kill.

    ``every`` is how many steps lie between two kills.

    Ends when one run lived to its end; whoever asks puts the disk back as it was between two runs.
    """
    step = 0
    while True:
        step += every
        child = os.fork()
        if child == 0:
            _die_before(step)
            write()
            os._exit(0)
        _, status = os.waitpid(child, 0)
        if os.WIFEXITED(status):
            assert os.WEXITSTATUS(status) == 0, step
            return
        assert os.WTERMSIG(status) == signal.SIGKILL, step
        yield step


def _die_before(fatal: int) -> None:
    seen = 0

    def count(event: str, _: tuple[object, ...]) -> None:
        nonlocal seen
        if event in STEPS:
            seen += 1
            if seen == fatal:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(count)
