"""Printed transcripts sealed with a certificate (PAdES), and such files judged."""
