"""Work that takes longer than a page: done beside the desk, told as it goes on."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from hocba_build.domain.errors import HocbaError, RefusedError, machine_words


def cannot_print(error: ImportError | OSError) -> bool:
    """Whether a library that prints is not here: a module, or Pango and its kin, whose error has no number."""
    return not (error.name or "").startswith("hocba_build") if isinstance(error, ImportError) else error.errno is None


def machine_trouble(error: ImportError | OSError) -> HocbaError:
    """What this machine lacks, or cannot do."""
    if cannot_print(error):
        return RefusedError("Thiếu thư viện in ở máy này.", "Làm việc này ở máy của văn phòng, nơi in được học bạ.")
    words = machine_words(error) if isinstance(error, OSError) else str(error)
    return RefusedError(f"Máy này không làm được: {words}.", "Sửa rồi làm lại; cần thì nhờ quản trị.")


@dataclass(slots=True)
class Job:
    """One piece of work; ``trouble`` says why it ended badly."""

    title: str
    page: str
    """The page that began it, and tells of it when it is over."""
    done: int = 0
    total: int = 0
    sentence: str = ""
    trouble: str = ""
    running: bool = True
    failures: list[str] = field(default_factory=list)
    checks: list[tuple[str, str, str, str]] = field(default_factory=list)
    """What was checked: title, verdict in words, its chip, why."""

    def tell(self, done: int, total: int) -> None:
        """How far it is."""
        self.done, self.total = done, total


@dataclass(slots=True)
class Workbench:
    """One job at a time; the last one stays to be looked at."""

    last: Job | None = None

    def told_at(self, page: str) -> Job | None:
        """What a page tells: work that goes on, whatever it is, and what that page itself has begun."""
        job = self.last
        return job if job is not None and (job.running or job.page == page) else None

    def start(self, page: str, title: str, work: Callable[[Job], str]) -> None:
        """Begin a job at a page.

        Raises:
            RefusedError: another one is not done yet.
        """
        if self.last is not None and self.last.running:
            raise RefusedError(f"Đang làm việc khác: {self.last.title}.", "Chờ xong rồi làm tiếp.")
        job = self.last = Job(title, page)
        threading.Thread(target=_run, args=(job, work), daemon=True).start()


def _run(job: Job, work: Callable[[Job], str]) -> None:
    try:
        job.sentence = work(job)
    except HocbaError as error:
        job.trouble = f"{error.message} {error.hint}".strip()
    except (ImportError, OSError) as error:  # The printing libraries load here, and may be missing.
        missing = machine_trouble(error)
        job.trouble = f"{missing.message} {missing.hint}"
    except BaseException:
        job.trouble = "Chương trình có lỗi khi làm việc này. Báo quản trị của trường."
        raise
    finally:
        job.running = False
