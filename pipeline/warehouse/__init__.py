"""The private database: loading days, derived history, compaction of past months, checks.

What belongs here: observed rows and what follows from neighboring days. What does not: boards and totals (marts), the
published file (publishing).
"""
