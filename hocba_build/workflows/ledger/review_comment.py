"""A review as Markdown: cell by cell for whoever asks, ids and counts for a forge, whose comments travel by mail."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final

from hocba_build.workflows.audit.figures import figure_words, value_words
from hocba_build.workflows.ledger.review import Review

SHOWN: Final = 200
"""Rows of one table; the rest is counted."""
TAG: Final = "<!-- hocba: review -->"
"""Stands before our own comment, so that it is found and replaced."""
_SCORE: Final = re.compile(r"[0-9]{1,2}(?:\.[0-9])?")
_WEIGHTY: Final = ("hoc_tap", "ren_luyen", "ket_luan", "danh_hieu", "hoan_thanh_cap")
"""What a reviewer must not overlook: levels, promotion, titles."""


def brief(found: Review) -> str:
    """What is posted: no name, no score, no remark; who changes, how much, and which results change with it."""
    return "\n".join([TAG, *_head(found), *_judged(found), *_files(found), *_pupils(found), "", *_foot(found)]) + "\n"


def by_cell(found: Review) -> str:
    """The same with every score, old and new; names and remarks stay in the repository."""
    return "\n".join([*_head(found), *_judged(found), *_files(found), *_cells(found), *_effects(found)]) + "\n"


def _head(found: Review) -> Iterator[str]:
    yield f"### Đề xuất `{found.branch}`"
    yield f"Tác giả `{found.author}` · {len(found.compared.paths)} tệp · {len(found.compared.cells)} ô thay đổi"
    yield ""


def _judged(found: Review) -> Iterator[str]:
    """What the judge says, who may accept; nothing where nobody asked."""
    if found.fault is not None:
        place = f" (`{found.fault.path}`)" if found.fault.path else ""
        yield from (f"**Chưa nhận được:** {found.fault.code}{place}.", "")
    elif found.waiting is not None:
        yield f"Chữ kí, quyền và tệp đều đúng. Duyệt được: {_persons(found.waiting.mergers)}."
        yield from (f"Còn thiếu sự đồng ý của một trong: {_persons(one)}." for one in found.waiting.missing)
        yield ""


def _persons(persons: Iterable[str]) -> str:
    return ", ".join(f"`{person}`" for person in sorted(persons)) or "chưa ai"


def _files(found: Review) -> Iterator[str]:
    counted = Counter(cell.path for cell in found.compared.cells)
    paths = found.compared.paths
    yield from (f"- `{path}`: {_cells_of(counted[path])}" for path in paths[:SHOWN])
    yield from _left(len(paths) - SHOWN, found)


def _cells_of(count: int) -> str:
    return f"{count} ô" if count else "không đổi ô nào"


def _pupils(found: Review) -> Iterator[str]:
    """A row a pupil: how many cells, and the names of the figures that change."""
    cells = Counter(cell.pupil for cell in found.compared.cells if cell.pupil)
    figures: dict[str, list[str]] = {}
    for effect in found.compared.effects:
        figures.setdefault(effect.pupil, []).append(effect.figure)
    pupils = sorted({*cells, *figures})
    if pupils:
        yield from ("", "| Học sinh | Ô | Kết quả đổi theo |", "|---|---|---|")
    for pupil in pupils[:SHOWN]:
        yield f"| {pupil} | {cells[pupil]} | {'; '.join(map(_figure, figures.get(pupil, [])))} |"
    yield from _left(len(pupils) - SHOWN, found)


def _figure(figure: str) -> str:
    return f"**{figure_words(figure)}**" if figure.endswith(_WEIGHTY) else figure_words(figure)


def _foot(found: Review) -> Iterator[str]:
    yield f"Xem từng ô cũ → mới ở máy mình: `hocba review {found.branch}`; nhận: `hocba accept {found.branch}`."
    yield "Nút duyệt, nút hợp nhất của trang này không có giá trị với sổ."


def _cells(found: Review) -> Iterator[str]:
    rows = [cell for cell in found.compared.cells if cell.pupil and _is_score(cell.old) and _is_score(cell.new)]
    if rows:
        yield from ("", "| Học sinh | Cột | Cũ | Mới |", "|---|---|---|---|")
    yield from (f"| {c.pupil} | {c.column} | {c.old or '–'} | {c.new or '–'} |" for c in rows[:SHOWN])
    yield from _left(len(rows) - SHOWN, found)


def _is_score(value: str | None) -> bool:
    """A score or one of the fixed words; free text may hold a name, a long number a personal id."""
    return value is None or value in ("dat", "chua_dat", "tot", "kha") or _SCORE.fullmatch(value) is not None


def _effects(found: Review) -> Iterator[str]:
    effects = found.compared.effects
    if effects:
        yield from ("", "| Học sinh | Kết quả | Cũ | Mới |", "|---|---|---|---|")
    for one in effects[:SHOWN]:
        old, new = value_words(one.figure, one.old), value_words(one.figure, one.new)
        yield f"| {one.pupil} | {_figure(one.figure)} | {old} | {new} |"
    yield from _left(len(effects) - SHOWN, found)


def _left(count: int, found: Review) -> Iterator[str]:
    if count > 0:
        yield from ("", f"… và {count} dòng nữa: `hocba review {found.branch}`")
