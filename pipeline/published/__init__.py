"""Read the published file: sandbox, query limits, repo series, example queries and the data dictionary.

Does not belong here: anything that writes, imports Dagster or calls the Hub.
"""
