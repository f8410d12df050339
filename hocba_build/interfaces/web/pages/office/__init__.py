"""The pages of the office and of the administrator."""
