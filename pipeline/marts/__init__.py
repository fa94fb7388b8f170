"""What a day tells: boards, movers, featured models, totals, lineage and the scorecard, written into the warehouse.

What belongs here: the order of the SQL of sql/marts and the frames of ranking. What does not: how a score is made (ranking).
"""
