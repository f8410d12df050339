"""What makes a file of pages one that lasts (PDF/A-3): description, colours, data attached, places and bookmarks."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Final
from uuid import UUID
from xml.sax.saxutils import escape

from pikepdf import Array, Dictionary, Name, Object, OutlineItem, Pdf, String

from hocba_build.publishing.pdf_files.places import Place, write_places
from hocba_build.publishing.pdf_files.saving import colours, saved

CREATOR: Final = "hocba"
_XMP: Final = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/"
pdfaid:part="3" pdfaid:conformance="{level}" pdf:Producer="{producer}" xmp:CreatorTool="{creator}"
xmpMM:DocumentID="uuid:{document}" dc:format="application/pdf">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:language><rdf:Bag><rdf:li>vi</rdf:li></rdf:Bag></dc:language>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file inside the file: the data that its pages show."""

    name: str
    content: bytes
    description: str
    media_type: str = "application/json"


@dataclass(frozen=True, slots=True)
class Bookmark:
    """An entry of the table of contents and its page (from 0)."""

    title: str
    page: int


@dataclass(frozen=True, slots=True)
class Finish:
    """Everything about a file that is not on its pages; ``tagged`` says that its pages carry a structure."""

    title: str
    made_from: bytes
    attachments: Sequence[Attachment] = ()
    bookmarks: Sequence[Bookmark] = ()
    places: Sequence[Place] = ()
    tagged: bool = False


def finish(made: Pdf, about: Finish) -> None:
    """Describe a file whose pages and colour profile (``/OutputIntents``) are in place."""
    made.docinfo[Name.Title] = String(about.title)
    made.docinfo[Name.Creator] = String(CREATOR)
    made.docinfo[Name.Producer] = String(CREATOR)
    made.Root[Name.Lang] = String("vi")
    made.Root[Name.ViewerPreferences] = Dictionary(DisplayDocTitle=True)
    made.Root[Name.PageLayout] = Name.SinglePage
    made.Root[Name.Metadata] = _metadata(made, about)
    _attach(made, about)
    _outline(made, about.bookmarks)


def complete(pages: bytes, about: Finish, profile: bytes) -> bytes:
    """A printed file with everything that makes it last; ``profile`` explains its colours."""
    with Pdf.open(BytesIO(pages)) as made:
        made.Root[Name.OutputIntents] = Array([colours(made, profile)])
        finish(made, about)
        return saved(made)


def _metadata(made: Pdf, about: Finish) -> Object:
    said = _XMP.format(
        level="A" if about.tagged else "U",
        producer=CREATOR,
        creator=CREATOR,
        title=escape(about.title),
        document=UUID(bytes=hashlib.sha256(about.made_from).digest()[:16], version=5),
    )
    return made.make_indirect(made.make_stream(said.encode(), Type=Name.Metadata, Subtype=Name.XML))


def _attach(made: Pdf, about: Finish) -> None:
    """The tree of names: rectangles and attached files; each attached file is associated with the whole document."""
    names = Dictionary()
    if about.places:
        names[Name.Dests] = write_places(made, about.places)
    files = [(one.name, _attached(made, one)) for one in sorted(about.attachments, key=lambda one: one.name)]
    if files:
        listed = [part for name, file in files for part in (String(name), file)]
        names[Name.EmbeddedFiles] = made.make_indirect(Dictionary(Names=Array(listed)))
        made.Root[Name.AF] = Array([file for _, file in files])
    made.Root[Name.Names] = names


def _attached(made: Pdf, one: Attachment) -> Object:
    size = Dictionary(Size=len(one.content))
    content = made.make_stream(one.content, Type=Name.EmbeddedFile, Subtype=Name(f"/{one.media_type}"), Params=size)
    described = Dictionary(
        Type=Name.Filespec,
        F=String(one.name),
        UF=String(one.name),
        Desc=String(one.description),
        AFRelationship=Name.Data,
        EF=Dictionary(F=content, UF=content),
    )
    return made.make_indirect(described)


def _outline(made: Pdf, bookmarks: Sequence[Bookmark]) -> None:
    if not bookmarks:
        return
    with made.open_outline() as outline:
        outline.root.extend(OutlineItem(one.title, one.page, "Fit") for one in bookmarks)
