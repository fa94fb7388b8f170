"""Files that people take away: one file per day of each published relation, their data card, and a dataset repo of them on the Hub.

What belongs here: writing, resuming and uploading these files. What does not: how a query's answer is printed (cli).
"""
