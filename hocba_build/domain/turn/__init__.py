"""The year's turn: who goes on, who stays, who has finished; the classes and the lists of the year that begins."""
