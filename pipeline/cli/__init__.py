"""The command `almanac`: a module a command, imported when it is called.

What belongs here: options, what they mean together, and how an answer looks in a terminal. What does not: the work itself, and any
query that somebody else needs too. Commands that read import neither Dagster nor the Hub's client.
"""
