"""Official copies: issued, listed, recalled, printed, checked."""
