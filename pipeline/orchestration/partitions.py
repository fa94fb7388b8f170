"""Daily partitions: one per UTC day of the Hub, including today."""

import datetime as dt

import dagster as dg

# Shortly before the page that documents the catalogue.
FIRST_DAY = dt.date(2025, 1, 1)
# `end_offset=1`: the latest partition is today, since the Hub shows only today.
DAYS = dg.DailyPartitionsDefinition(start_date=FIRST_DAY.isoformat(), timezone="UTC", end_offset=1)
