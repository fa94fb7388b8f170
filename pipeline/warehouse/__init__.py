"""The private database: a day's rows as observed, and what follows from days beside each other.

What belongs here: loading, marks and events, past months, checks. What does not: boards and totals (marts), and the file for readers (publishing).
"""
