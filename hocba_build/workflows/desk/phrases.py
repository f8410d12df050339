"""A person's own phrases for remarks, kept at this machine; until some are written, a few of the program's.

Nguồn: TT 22/2021, Điều 5 khoản 1 (nhận xét sự tiến bộ, ưu điểm nổi bật, hạn chế chủ yếu).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from hocba_build.domain.errors import HocbaError
from hocba_build.domain.values import PersonId
from hocba_build.exchange.columns import Input
from hocba_build.exchange.values import MAX_REMARK, Wrong, understand
from hocba_build.workflows.sheets.export import write_private

FOLDER: Final = "mau-nhan-xet"
MOST: Final = 60
SUBJECT, HOMEROOM, SUMMER, AWARDS = "mon", "chu-nhiem", "he", "khen-thuong"
FIRST: Final[Mapping[str, tuple[str, ...]]] = {
    SUBJECT: (
        "Nắm vững kiến thức, vận dụng tốt.",
        "Tiến bộ rõ so với đầu học kì.",
        "Hiểu bài, cần trình bày cẩn thận hơn.",
        "Tích cực phát biểu, biết hợp tác trong nhóm.",
        "Có cố gắng; cần luyện tập thêm ở nhà.",
        "Còn hổng kiến thức cơ bản, cần được phụ đạo thêm.",
    ),
    HOMEROOM: (
        "Lễ phép, chấp hành tốt nội quy, hoà đồng với bạn bè.",
        "Chăm chỉ, có trách nhiệm với việc chung của lớp.",
        "Có nhiều tiến bộ trong học tập và rèn luyện.",
        "Tự giác trong học tập, tích cực tham gia hoạt động của lớp.",
        "Thực hiện nội quy chưa đều, cần đi học đúng giờ.",
        "Cần mạnh dạn, tự tin hơn khi trình bày ý kiến.",
    ),
    SUMMER: (
        "Hoàn thành nhiệm vụ rèn luyện trong hè, có xác nhận của gia đình.",
        "Có tiến bộ rõ trong hè.",
        "Chưa hoàn thành nhiệm vụ rèn luyện trong hè.",
    ),
    AWARDS: (
        "Học sinh Xuất sắc",
        "Học sinh Giỏi",
        "Khen thưởng thành tích đột xuất trong năm học",
        "Tuyên dương trước toàn trường",
        "Giải Nhất cấp trường",
        "Giải Khuyến khích cấp trường",
    ),
}
"""Sentences that fit any pupil: none names one."""


class Phrases:
    """The phrases of one person at one repository."""

    def __init__(self, state: Path, person: PersonId) -> None:
        """Keep them in the folder of remembered things."""
        self._folder = state / FOLDER / person

    def of(self, kind: str) -> tuple[str, ...]:
        """The phrases for one kind of sheet."""
        try:
            said = json.loads(self._path(kind).read_bytes())
            return tuple(str(one) for one in said)[:MOST]
        except (OSError, ValueError, TypeError):
            return FIRST[kind]

    def keep(self, kind: str, lines: str) -> None:
        """Keep the phrases of a text, one a line; an empty text brings the program's own back.

        Raises:
            HocbaError: one could not stand in a remark, or they are too many.
        """
        phrases = [said for line in lines.splitlines() if (said := _checked(line)) is not None]
        if len(phrases) > MOST:
            raise HocbaError(f"Có {len(phrases)} mẫu nhận xét, nhiều nhất {MOST}.", "Bỏ bớt mẫu ít dùng.")
        if phrases:
            write_private(self._path(kind), json.dumps(phrases, ensure_ascii=False).encode())
        else:
            self._path(kind).unlink(missing_ok=True)

    def _path(self, kind: str) -> Path:
        return self._folder / f"{kind}.json"


def _checked(line: str) -> str | None:
    said = understand(line, Input.REMARK)
    if isinstance(said, Wrong):
        raise HocbaError(f"Mẫu «{line[:40]}» {said.message}.", f"Mỗi mẫu một dòng, dài nhất {MAX_REMARK} kí tự.")
    return said
