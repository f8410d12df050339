"""Figures of a year, a grade, a class: counts, averages, lists of whom something awaits; never an order of pupils."""
