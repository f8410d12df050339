"""``python -m tests.bench.plain_pyhanko P12 FILE OUT``: pyHanko signs one file, as its command line does."""

from __future__ import annotations

import sys
from pathlib import Path

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import PdfSigner
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers import SimpleSigner
from pyhanko.sign.signers.pdf_signer import PdfSignatureMetadata
from pyhanko.stamp import TextStampStyle

from tests.seals.issuer import PASSPHRASE


def main() -> None:
    """Sign one file, with a visible text."""
    key, source, target = map(Path, sys.argv[1:])
    signer = SimpleSigner.load_pkcs12(str(key), passphrase=PASSPHRASE.encode())  # type: ignore[no-untyped-call]
    wanted = PdfSignatureMetadata(field_name="Dau", md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES)
    place = SigFieldSpec("Dau", on_page=-1, box=(300, 60, 420, 110))
    with source.open("rb") as read, target.open("wb") as write:
        act = PdfSigner(wanted, signer, stamp_style=TextStampStyle(stamp_text="%(signer)s"), new_field_spec=place)
        act.sign_pdf(IncrementalPdfFileWriter(read), output=write)


if __name__ == "__main__":
    main()
