"""Pictures of a day: frames in, SVG out. No database, no Dagster."""
