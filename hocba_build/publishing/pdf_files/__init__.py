"""The one door to pikepdf: batches cut into leaves, leaves bound into transcripts; same input, same bytes."""

from hocba_build.publishing.pdf_files.binding import Binding, BoundLeaf, bind
from hocba_build.publishing.pdf_files.finishing import Attachment
from hocba_build.publishing.pdf_files.gathering import Part, gather
from hocba_build.publishing.pdf_files.leaf import Cut, Leaf, cut
from hocba_build.publishing.pdf_files.places import BAND, Place, places_of

__all__ = [
    "BAND",
    "Attachment",
    "Binding",
    "BoundLeaf",
    "Cut",
    "Leaf",
    "Part",
    "Place",
    "bind",
    "cut",
    "gather",
    "places_of",
]
