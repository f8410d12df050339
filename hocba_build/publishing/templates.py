"""The one door to Jinja2: every template comes from our folder, every value from data is escaped."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from hocba_build.domain.errors import HocbaError
from hocba_build.domain.words import date_text, letter_date, result_text, word


def template_root() -> Path:
    """The folder of all templates: beside the code when installed, else in the checkout."""
    installed = Path(str(files("hocba_build"))) / "_data" / "site_templates"
    root = installed if installed.is_dir() else Path(__file__).resolve().parents[2] / "site_templates"
    if not root.is_dir():
        raise HocbaError("Không tìm thấy thư mục mẫu site_templates.", "Cài lại phần mềm.")
    return root


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
    return made
