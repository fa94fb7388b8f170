"""Compute a day's boards, movers, featured models, totals, lineage and scorecard, and write them into the warehouse.

What belongs here: the order of sql/marts and of ranking's frames. What does not: formulas (ranking).
"""
