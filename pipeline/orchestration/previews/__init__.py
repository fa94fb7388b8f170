"""What a materialization shows in Dagster: tables and pictures of a day."""
