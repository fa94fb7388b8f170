"""Tables and charts of a day in Dagster's materialization metadata."""
