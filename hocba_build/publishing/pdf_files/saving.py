"""Every file is written the same way: small, and from the same content the same bytes."""

from __future__ import annotations

from io import BytesIO

from pikepdf import Dictionary, Name, Object, ObjectStreamMode, Pdf, String

VERSION = "1.7"
"""The version of PDF that PDF/A-3 is made of."""


def saved(made: Pdf) -> bytes:
    """The file's bytes; its identifier comes from its content."""
    target = BytesIO()
    made.save(
        target,
        deterministic_id=True,
        object_stream_mode=ObjectStreamMode.generate,
        force_version=VERSION,
        preserve_pdfa=False,  # Our description is right already; written again it would take longer.
    )
    return target.getvalue()


def colours(made: Pdf, profile: bytes) -> Object:
    """What a file says of its colours (an output intent of PDF/A)."""
    name = String("sRGB IEC61966-2.1")
    return Dictionary(
        Type=Name.OutputIntent,
        S=Name.GTS_PDFA1,
        OutputConditionIdentifier=name,
        Info=name,
        DestOutputProfile=made.make_stream(profile, N=3),
    )
