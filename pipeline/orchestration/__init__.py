"""Everything that is Dagster's plumbing: who owns a run, and how the UI is served. What a day is made of is not here."""
