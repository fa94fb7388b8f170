"""How a board is scored, ordered, explained and evaluated. Frames in, frames out: no database, no Dagster.

What belongs here: formulas and their words. What does not: where the frames come from and go to (marts).
"""
