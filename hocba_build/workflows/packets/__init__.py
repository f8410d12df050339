"""A leaver's records on their own: made, checked without a repository, taken in by another school."""
