"""The pictures of the documentation, made from the sample school: ``python -m tests.pictures``."""
