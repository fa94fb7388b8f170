"""Read the published file: sandbox, query limits, repo series, example queries and the data dictionary.

Never writes, imports Dagster or calls the Hub.
"""
