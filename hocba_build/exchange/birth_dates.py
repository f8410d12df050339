"""Birth dates of a list as they were typed; a date that could be two days is not guessed at.

A spreadsheet set to another country turns ``03/05/2012`` into a date of March and leaves ``17/05/2012`` as text. So a
column is looked at as a whole before one of its cells is believed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from hocba_build.exchange.grid import Value
from hocba_build.exchange.values import Wrong, show, tidy

_PRINTED: Final = re.compile(r"([0-9]{1,2})[/.\-]([0-9]{1,2})[/.\-]([0-9]{4})")
_ISO: Final = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
_FIRST_SERIAL: Final = date(1899, 12, 30)
_SERIALS: Final = range(20_000, 60_000)
"""Day numbers of a spreadsheet for the years 1954 to 2064."""
_MONTHS: Final = 12
_WANTED: Final = "gõ lại dạng chữ ngày/tháng/năm, ví dụ 17/05/2012"


@dataclass(frozen=True, slots=True)
class BirthDates:
    """What the cells of a column say together: whether text has the month first, and dates stand among texts."""

    month_first: bool
    mixed: bool

    @classmethod
    def of(cls, column: Iterable[Value]) -> BirthDates:
        """Look at a whole column."""
        values = list(column)
        texts = [found for value in values if isinstance(value, str) and (found := _PRINTED.fullmatch(tidy(value)))]
        month_first = any(int(found[2]) > _MONTHS >= int(found[1]) for found in texts)
        return cls(month_first, bool(texts) and any(isinstance(value, date) for value in values))

    def read(self, value: Value) -> date | Wrong:
        """The day of one cell, or why it is none."""
        if isinstance(value, datetime | date):
            day = value.date() if isinstance(value, datetime) else value
            return self._of_spreadsheet(day) if self.mixed else day
        if isinstance(value, int | float) and not isinstance(value, bool):
            return _serial(value)
        text = tidy(str(value))
        if iso := _ISO.fullmatch(text):
            return _made(int(iso[1]), int(iso[2]), int(iso[3]), text)
        if printed := _PRINTED.fullmatch(text):
            return self._of_text(int(printed[1]), int(printed[2]), int(printed[3]), text)
        return Wrong("HB428", f"ngày sinh ghi «{show(value)}»: {_WANTED}")

    def _of_spreadsheet(self, day: date) -> date | Wrong:
        if day.day > _MONTHS or day.day == day.month:
            return day
        other = date(day.year, day.day, day.month)
        message = f"Excel có thể đã đổi ngày thành tháng: là {day:%d/%m/%Y} hay {other:%d/%m/%Y}? {_WANTED}"
        return Wrong("HB420", message)

    def _of_text(self, first: int, second: int, year: int, text: str) -> date | Wrong:
        if self.month_first and first <= _MONTHS and second <= _MONTHS and first != second:
            message = f"«{text}» nằm trong cột có ô ghi tháng trước ngày, không rõ đâu là tháng: {_WANTED}"
            return Wrong("HB420", message)
        if second > _MONTHS >= first:
            return Wrong("HB428", f"«{text}» có tháng {second}: {_WANTED}")
        return _made(year, second, first, text)


def _made(year: int, month: int, day: int, text: str) -> date | Wrong:
    try:
        return date(year, month, day)
    except ValueError:
        return Wrong("HB428", f"«{text}» không phải một ngày có thật: {_WANTED}")


def _serial(value: float) -> Wrong:
    if value == int(value) and int(value) in _SERIALS:
        guess = _FIRST_SERIAL + timedelta(days=int(value))
        return Wrong("HB420", f"ô là số {int(value)} (có phải {guess:%d/%m/%Y}?): {_WANTED}")
    return Wrong("HB428", f"ngày sinh ghi «{show(value)}»: {_WANTED}")
