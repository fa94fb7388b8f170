"""Dagster plumbing: resources, jobs, sensors, asset checks, alerts, runs and the UI.

Does not belong here: the work of a day, and the assets themselves (assets/).
"""
