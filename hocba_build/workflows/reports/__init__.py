"""Statistics and the class book, on screen and on paper."""
