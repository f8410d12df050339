"""A second verifier, written from ``docs/trust-model.md`` alone: dulwich reads objects, gpg checks signatures.

It shares no code with ``hocba_build``: even YAML, canonical text and OpenPGP packets are read in another way. What it
does not do again is the circular's arithmetic: that a lock's frozen results are those of the records.
"""
