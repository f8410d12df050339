"""Three ways: what was exported, what was typed, what the records hold now."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from hocba_build.domain.values import StudentId
from hocba_build.exchange.columns import Column
from hocba_build.exchange.tokens import EXEMPT, NOT_SAT, Tokens
from hocba_build.exchange.values import ERASE, Wrong

Faults: TypeAlias = Callable[[Tokens], Iterable[tuple[str, Wrong]]]


@dataclass(frozen=True, slots=True)
class Change:
    """One cell that changes; ``None`` for empty."""

    student: StudentId
    column: Column
    cell: str
    old: str | None
    new: str | None


@dataclass(frozen=True, slots=True)
class MergedRow:
    """A pupil's words after the merge, the keys that changed, and what stands against it by column key."""

    words: Tokens
    changed: tuple[str, ...]
    wrong: tuple[tuple[str, Wrong], ...]


def merge(
    columns: Sequence[Column], typed: Mapping[str, str | None], base: Tokens, current: Tokens, faults: Faults
) -> MergedRow:
    """Take what was typed over where it differs from what was exported; keep a colleague's later change.

    ``faults`` says what a changed row's words leave inconsistent, by column key.
    An empty cell keeps what the records hold. Where both sides changed a cell differently, the cell is refused.
    """
    words, changed = dict(current), []
    wrong: list[tuple[str, Wrong]] = []
    for column in columns:
        said = typed.get(column.key)
        if said is None:
            continue
        want = None if said == ERASE else said
        was, now = base.get(column.key), current.get(column.key)
        if want in (was, now):
            continue
        if was != now:
            wrong.append((column.key, _conflict(want, was, now)))
            continue
        changed.append(column.key)
        _set(words, column.key, want)
    if changed:
        wrong.extend(faults(words))
    return MergedRow(words, tuple(changed), tuple(wrong))


def _set(words: dict[str, str], key: str, want: str | None) -> None:
    if want is None:
        words.pop(key, None)
    else:
        words[key] = want


def _conflict(want: str | None, was: str | None, now: str | None) -> Wrong:
    message = (
        f"bảng ghi {spoken(want)} (lúc xuất {spoken(was)}) nhưng sổ nay đã là {spoken(now)} do người khác sửa: "
        "thống nhất với người sửa, rồi xuất lại bảng và nhập vào bảng mới"
    )
    return Wrong("HB415", message)


def spoken(word: str | None) -> str:
    """A word in a message: numbers with a comma, long text shortened."""
    if word is None:
        return "trống"
    text = word.replace(".", ",") if word.replace(".", "").isdigit() else word
    return text if len(text) <= 40 else f"«{text[:40]}…»"


def exemption_faults(columns: Sequence[Column], words: Tokens) -> list[tuple[str, Wrong]]:
    """Exemptions: a reason and no results, or results and no reason (schema of the subject files)."""
    wrong = []
    reason = words.get("mien")
    for column in columns:
        word = words.get(column.key)
        if not column.is_test or word is None:
            continue
        if word == EXEMPT and not reason:
            message = "ghi M (miễn) mà cột «Căn cứ miễn» trống: ghi số quyết định, hoặc nhập kết quả"
            wrong.append((column.key, Wrong("HB416", message)))
        elif word != EXEMPT and reason:
            message = f"học sinh được miễn ({spoken(reason)}) mà ô này có kết quả: ghi M, hoặc ghi xoá ở «Căn cứ miễn»"
            wrong.append((column.key, Wrong("HB416", message)))
        elif word == NOT_SAT and column.place == "chuyen_de":
            message = "cột Chuyên đề không nhận KD: chỉ nhập kết quả được chọn của cụm chuyên đề"
            wrong.append((column.key, Wrong("HB409", message)))
    return wrong
