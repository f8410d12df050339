"""PDF files sealed with certificates (PAdES), and such files judged: the one door to pyHanko and to key tokens."""
