"""Write those sections smaller that take more than their page; nothing is ever cut off."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from hocba_build.domain.errors import HocbaError
from hocba_build.publishing import pdf
from hocba_build.publishing.transcript.sections import Section, Squeeze, stylesheet

STEPS: Final = 4
"""How often a section may be written smaller before the printer gives up: the steps of the style sheet."""


class TooLongError(HocbaError):
    """A text that no page holds."""

    def __init__(self) -> None:
        super().__init__("Nội dung dài hơn trang in; rút gọn nhận xét.", "Rút gọn nhận xét rồi in lại.")


def squeezed(sections: Callable[[Squeeze], Sequence[Section]]) -> Squeeze:
    """How much smaller each section must be written until all fit.

    Raises:
        TooLongError: even the smallest letters are too large.
    """
    squeeze: dict[str, int] = {}
    while max(squeeze.values(), default=0) <= STEPS:
        markup = sections(squeeze)
        long = {section.name for section in markup if pdf.page_count([section.markup], stylesheet()) > 1}
        if not long:
            return squeeze
        squeeze |= {name: squeeze.get(name, 0) + 1 for name in long}
    raise TooLongError
