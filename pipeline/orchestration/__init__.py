"""Everything that is Dagster's plumbing: resources, jobs, sensors, checks, notices, runs, the UI.

What belongs here: what talks to Dagster. What does not: what a day is made of, and the assets themselves (assets/).
"""
