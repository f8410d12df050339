"""The codes of a school's copies, and pictures of them as people make them."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

import segno
from PIL import Image, ImageFilter

from hocba_build.trust.papers.copies import slips_of
from hocba_build.trust.papers.office_copies import batches_in
from hocba_build.workflows.ledger.history import judged_history
from tests.ledger.school import School

Codes = Mapping[int, str]


def codes_of(school: School) -> Codes:
    """The code of each copy's first year, by the copy's number."""
    found: dict[int, str] = {}
    with judged_history(school.server, school.root / "goc-tin-cay.yaml") as (_, history):
        assert history is not None
        for batch in batches_in(history.trees, history.tree):
            slips = slips_of(history.trees, history.tree, batch)
            for place, slip in enumerate(slips.slips):
                found.setdefault(slip.copy.number, slips.code(place))
    return found


def picture(code: str, scale: int = 6) -> Image.Image:
    """The code as it is printed."""
    raw = BytesIO()
    segno.make(code, error="m", micro=False, boost_error=False).save(raw, kind="png", scale=scale, border=4)
    return Image.open(raw).convert("L")


def photograph(code: str, to: Path) -> Path:
    """A page in a bad light: small, turned, blurred, saved with losses."""
    page = Image.new("L", (1400, 1900), 235)
    page.paste(picture(code, 5), (700, 1200))
    page.rotate(4, fillcolor=235, resample=Image.Resampling.BICUBIC).filter(ImageFilter.GaussianBlur(1)).save(
        to, "JPEG", quality=60
    )
    return to


def scan(code: str, to: Path) -> Path:
    """An A4 page scanned at 300 dpi into a PDF, the code thirty millimetres wide; an empty page before it."""
    page = Image.new("L", (2480, 3508), 250)
    page.paste(picture(code).resize((354, 354), Image.Resampling.LANCZOS), (1900, 2900))
    Image.new("L", (2480, 3508), 250).save(to, "PDF", resolution=300, save_all=True, append_images=[page])
    return to
