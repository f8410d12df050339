"""The year's turn: three proposals in order, each by the person entitled; where a year stands and whose turn it is."""
