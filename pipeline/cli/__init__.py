"""The command line `almanac`: one module per command, imported on use.

Options and terminal output only. Read commands import neither Dagster nor the Hub client.
"""
