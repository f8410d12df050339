"""The figures for people: a table on the terminal, a page of the documentation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Final

_HEAD: Final = f"{'':24} {'hocba':>10} {'bên kia':>10} {'':10} {'gấp':>7} {'MB':>7} {'MB kia':>7}"
TITLES: Final = {
    "verify-history": "Kiểm tra cả sổ từ lần lập sổ",
    "verify-incremental": "Kiểm tra mười mục mới, kể cả khởi động",
    "verify-incremental-running": "Kiểm tra mười mục mới, chương trình đang chạy",
    "review-branch": "Xem một đề xuất",
    "push-proposal": "Đẩy một đề xuất lên máy chủ có hook",
    "push-accepted": "Đẩy một mục đã duyệt lên máy chủ có hook",
    "check-year-cold": "Kiểm tra một năm học, lần đầu",
    "check-year-warm": "Kiểm tra một năm học, lần sau",
    "print-school-cold": "In cả trường",
    "print-chromium-batch": "In cả trường, so với in một mẻ",
    "print-after-one-change": "In lại sau khi sửa một điểm",
    "print-full-transcripts": "In cả quyển học bạ",
    "seal-class": "Kí số một lớp",
    "site-build": "Dựng trang của trường",
    "sheet-import": "Nhập bảng điểm của một học kì",
    "stats-year": "Thống kê một năm học",
}
_UNITS: Final = {
    "commits/s": "lần ghi/giây",
    "times/s": "lần/giây",
    "files/s": "tệp/giây",
    "pages/s": "trang/giây",
    "pupils/s": "học sinh/giây",
}


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
    lines = [*_opening(document["machine"], day), *_COMPARED, *map(_compared, rows), "", *_COST]
    lines += [line for row in rows for line in (_cost(row, ""), _cost(row, "peer_"))]
    lines += ["", "## Cách đo từng việc", "", *(f"- {_title(row)} (`{row['name']}`): {row['note']}." for row in rows)]
    return "\n".join([*lines, *_CLOSING])


def _opening(about: Mapping[str, Any], day: str) -> list[str]:
    return [
        "# Số đo",
        "",
        "Trang này do `python -m tests.bench.run --write-docs` viết ra; `make bench` đo lại và ghi `bench.json`.",
        "",
        (
            f"Đo ngày {day}, máy {about['cores']} nhân, {_number(about['memory_gb'])} GB bộ nhớ "
            f"({about['processor']}), {about['system']}, Python {about['python']}. "
            f"Trường mẫu: {about['classes']} lớp × {about['pupils_per_class']} học sinh, một năm học. "
            f"Số tiến trình chờ chạy trên máy: {_number(about['load_before'])} trước khi đo, "
            f"{_number(about['load_after'])} khi đo xong; nhiều hơn số nhân là máy còn bận việc khác."
        ),
        "",
    ]


def _compared(row: Mapping[str, Any]) -> str:
    unit, aim = _UNITS[row["unit"]], row["aim"]
    reached = "–" if aim is None else "đạt" if row["ratio"] >= aim else "**chưa đạt**"
    peer = f"{_number(row['peer'])} ({row['peer_name']})"
    wanted = "–" if aim is None else f"≥ {_number(aim).removesuffix(',0').removesuffix(',00')}"
    return _cells(_title(row), f"{_number(row['ours'])} {unit}", peer, f"**{_number(row['ratio'])}**", wanted, reached)


def _cost(row: Mapping[str, Any], side: str) -> str:
    taken = row[f"{side}seconds_taken"]
    seconds = [_number(value) for value in (taken[0], row[f"{side}seconds"], taken[-1])]
    rest = [_number(row[f"{side}{key}"]) for key in ("cpu_seconds", "peak_memory_mb")]
    who = row["peer_name"] if side else "hocba"
    return _cells(_title(row), who, str(len(taken)), *seconds, *rest)


def _title(row: Mapping[str, Any]) -> str:
    return TITLES[row["name"]]


def _cells(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def _number(value: float) -> str:
    """A figure of three or so digits, written as people write it here."""
    places = 0 if value >= 100 else 1 if value >= 10 else 2
    return f"{value:,.{places}f}".translate({ord(","): ".", ord("."): ","})


_COMPARED: Final = (
    "| việc | hocba | bên so sánh | tỉ lệ | mục tiêu | kết quả |",
    "|---|---:|---:|---:|---:|---|",
)
_COST: Final = (
    "## Thời gian và bộ nhớ",
    "",
    "| việc | chương trình | số lần | giây, ít nhất | giây, giữa | giây, nhiều nhất | giây bộ xử lí | MB nhiều nhất |",
    "|---|---|---:|---:|---:|---:|---:|---:|",
)
_CLOSING: Final = (
    "",
    "## Đọc các con số này thế nào",
    "",
    "- Tỉ lệ là tốc độ của hocba chia cho tốc độ của bên so sánh, theo thời gian thực; trên 1 là hocba nhanh hơn.",
    "- Đo cả tiến trình, từ lúc gọi đến lúc xong, kể cả khởi động; đo nhiều lần thì lấy trung vị. Việc lâu đo ít lần.",
    "- Có lượng việc khác nhau ở hai bên (xem cách đo): so tốc độ, không so số giây.",
    "- Giây bộ xử lí cộng mọi nhân và mọi tiến trình; khi máy bận việc khác, nó đáng tin hơn thời gian thực.",
    "- Bộ nhớ là tổng PSS của tiến trình và mọi tiến trình con, lấy mẫu mỗi 50 ms, nên đỉnh rất ngắn có thể bị sót.",
    "- Sai lệch 10–20 % là bình thường: tỉ lệ đáng tin hơn số tuyệt đối, vì hai bên chạy liền nhau trên cùng máy.",
    "- Bên so sánh là công cụ người ta sẽ chọn nếu không có hocba; nó thường làm ít việc hơn, như đã nói ở trên.",
    "",
)
