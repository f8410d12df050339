"""The one door to Jinja2: every template comes from our folder, every value from data is escaped."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from hocba_build.domain.words import date_text, letter_date, result_text, word
from hocba_build.records.cell_words import column_words, path_words, scope_words, value_words
from hocba_build.records.package_data import package_data


def template_root() -> Path:
    """The folder of all templates: beside the code when installed, else in the checkout."""
    return package_data("site_templates")


@cache
def environment(folder: str) -> Environment:
    """The templates of one folder under ``site_templates``.

    Escaping is always on, whatever a file is called; a name that is not given is an error, never an empty string.
    Data is never a template: nothing may call ``from_string``.
    """
    made = Environment(
        loader=FileSystemLoader(template_root() / folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
    )
    made.filters.update(diem=result_text, ngay=date_text, ngay_thu=letter_date, tu=word)
    made.filters.update(tep=path_words, cot=column_words, gia_tri=value_words, phan=scope_words)
    return made
