"""Score sheets and other systems' lists: written, read back, compared."""
