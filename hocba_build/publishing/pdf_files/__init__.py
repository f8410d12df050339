"""The one door to pikepdf: batches cut into leaves, leaves bound into transcripts; same input, same bytes."""

from hocba_build.publishing.pdf_files.attached import attached_files
from hocba_build.publishing.pdf_files.binding import Binding, BoundLeaf, bind
from hocba_build.publishing.pdf_files.finishing import Attachment, Bookmark, Finish, complete
from hocba_build.publishing.pdf_files.gathering import Part, gather
from hocba_build.publishing.pdf_files.imposing import booklet_order
from hocba_build.publishing.pdf_files.leaf import Cut, Leaf, cut
from hocba_build.publishing.pdf_files.overlay import Strip, put_on
from hocba_build.publishing.pdf_files.places import BAND, Place, places_of

__all__ = [
    "BAND",
    "Attachment",
    "Binding",
    "Bookmark",
    "BoundLeaf",
    "Cut",
    "Finish",
    "Leaf",
    "Part",
    "Place",
    "Strip",
    "attached_files",
    "bind",
    "booklet_order",
    "complete",
    "cut",
    "gather",
    "places_of",
    "put_on",
]
