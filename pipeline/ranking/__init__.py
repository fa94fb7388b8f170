"""Score, order, explain and evaluate boards. Frames in, frames out: no database, no Dagster.

What belongs here: formulas and reason codes. What does not: reading and storing frames (marts).
"""
