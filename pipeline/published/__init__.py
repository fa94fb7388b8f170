"""The read side: what every reader of the published file shares.

What belongs here: opening the file in a sandbox, limits of queries, series of a repo, example queries, the data dictionary. What does not:
anything that writes, imports Dagster or asks the Hub.
"""
