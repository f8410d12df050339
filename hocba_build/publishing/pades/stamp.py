"""What a seal shows on the page: who sealed, when, by whose certificate; blue for a person, red for the school.

Nguồn: NĐ 30/2020/NĐ-CP, Phụ lục I (chữ kí số màu xanh, dấu số màu đỏ).
"""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Final

from asn1crypto import x509
from pyhanko.pdf_utils.content import PdfContent
from pyhanko.pdf_utils.layout import AxisAlignment, BoxConstraints, Margins, SimpleBoxLayoutRule
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.stamp import StaticStampStyle

from hocba_build.domain.seals import SealRole
from hocba_build.domain.signers import DEPUTY
from hocba_build.publishing import pdf
from hocba_build.publishing.pades.trust import is_root, issuer_name, subject_name
from hocba_build.publishing.templates import environment, template_root

FOLDER: Final = "seal"
WIDTH, HEIGHT = 121.9, 56.7
"""Points: 43 by 20 mm."""


class _Page(PdfContent):
    """The one page of a small PDF, with its own fonts, drawn inside of another."""

    def __init__(self, raw: bytes) -> None:
        super().__init__()
        self._reader = PdfFileReader(BytesIO(raw))
        self.box = BoxConstraints(width=WIDTH, height=HEIGHT)

    def render(self) -> bytes:
        """Take the page over into the file that is being written."""
        writer = self.writer
        assert writer is not None  # noqa: S101 - the library sets it before it asks
        self.resources.xobject["/Dau"] = writer.import_page_as_xobject(self._reader)
        return b"/Dau Do"


def stamp_style(role: SealRole, certificate: x509.Certificate, day: date) -> StaticStampStyle:
    """The visible part of the seals that one certificate makes on one day; a self-made one says that it is."""
    template = environment(FOLDER).get_template("dau.html")
    markup = template.render(
        kind=role.value,
        titles=DEPUTY if role is SealRole.DEPUTY else (),
        name=subject_name(certificate),
        issuer=issuer_name(certificate),
        self_made=is_root(certificate),
        day=f"{day:%d/%m/%Y}",
    )
    css = (template_root() / FOLDER / "dau.css").read_text("utf-8")
    page = _Page(pdf.render([markup], css, "").pdf)
    middle = AxisAlignment.ALIGN_MID
    whole = SimpleBoxLayoutRule(middle, middle, margins=Margins(0, 0, 0, 0))
    return StaticStampStyle(border_width=0, background=page, background_layout=whole, background_opacity=1.0)


__all__ = ["HEIGHT", "WIDTH", "stamp_style"]
