"""The read side: what every reader of the published file shares. Nothing here writes, imports Dagster or asks the Hub."""
