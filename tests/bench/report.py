"""The figures for people: a table on the terminal, a page of the documentation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

_HEAD = f"{'':24} {'hocba':>10} {'bên kia':>10} {'':10} {'gấp':>7} {'MB':>7} {'MB kia':>7}"


def table(rows: Sequence[Mapping[str, Any]], *, head: bool = True) -> str:
    """Rows as aligned lines."""
    lines = [_HEAD] if head else []
    lines += [
        f"{row['name']:24} {row['ours']:>10.1f} {row['peer']:>10.1f} {row['unit']:10} {row['ratio']:>6.1f}× "
        f"{row['peak_memory_mb']:>7.0f} {row['peer_peak_memory_mb']:>7.0f}  {row['peer_name']}"
        for row in rows
    ]
    return "\n".join(lines)


def write_docs(document: Mapping[str, Any], path: Path) -> None:
    """The page of measurements, written anew."""
    path.write_text(page(document, datetime.now().astimezone().strftime("%d/%m/%Y")), encoding="utf-8")


def page(document: Mapping[str, Any], day: str) -> str:
    """The page's Markdown."""
    rows: Sequence[Mapping[str, Any]] = document["rows"]
    lines = [*_opening(document["machine"], day), *map(_line, rows), "", "## Cách đo từng dòng", ""]
    lines += [f"- `{row['name']}`: {row['note']}." for row in rows]
    return "\n".join([*lines, *_CLOSING])


def _opening(about: Mapping[str, Any], day: str) -> list[str]:
    memory = _number(about["memory_gb"])
    return [
        "# Số đo",
        "",
        "Trang này do `python -m tests.bench.run --write-docs` viết ra; `make bench` đo lại và ghi `bench.json`.",
        "",
        (
            f"Đo ngày {day}, máy {about['cores']} nhân, {memory} GB bộ nhớ ({about['processor']}), {about['system']}, "
            f"Python {about['python']}. Trường mẫu: {about['classes']} lớp × {about['pupils_per_class']} học sinh, "
            f"một năm học. Tải của máy trước khi đo: {_number(about['load_before'])}."
        ),
        "",
        "| dòng | hocba | bên so sánh | đơn vị | hơn (lần) | giây | giây (kia) | MB | MB (kia) |",
        "|---|---:|---:|---|---:|---:|---:|---:|---:|",
    ]


def _line(row: Mapping[str, Any]) -> str:
    figures = [
        f"`{row['name']}`",
        _number(row["ours"]),
        f"{_number(row['peer'])} ({row['peer_name']})",
        row["unit"],
        f"**{_number(row['ratio'])}**",
        *(_number(row[key]) for key in ("seconds", "peer_seconds", "peak_memory_mb", "peer_peak_memory_mb")),
    ]
    return f"| {' | '.join(figures)} |"


def _number(value: float) -> str:
    """A figure of three or so digits, written as people write it here."""
    places = 0 if value >= 100 else 1 if value >= 10 else 2
    return f"{value:,.{places}f}".replace(",", " ").replace(".", ",")


_CLOSING = [
    "",
    "## Đọc các con số này thế nào",
    "",
    "- Đo cả tiến trình, từ lúc gọi đến lúc xong, kể cả khởi động Python; việc nhanh đo nhiều lần và lấy trung vị.",
    "- Bộ nhớ là tổng PSS của tiến trình và mọi tiến trình con, lấy mẫu mỗi 50 ms, nên đỉnh rất ngắn có thể bị sót.",
    "- Sai lệch 10–20 % là bình thường: tỉ số đáng tin hơn số tuyệt đối, vì hai bên chạy liền nhau trên cùng máy.",
    "- Bên so sánh là công cụ người ta sẽ chọn nếu không có hocba; nó thường làm ít việc hơn, như đã nói ở trên.",
    "",
]
