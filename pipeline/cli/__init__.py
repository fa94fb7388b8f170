"""The command line `almanac`: one module per command, imported on use.

Contains options, their validation and terminal output; the work itself and shared queries are in other packages. Read commands
import neither Dagster nor the Hub client.
"""
