"""Daily partitions: one per UTC day of the Hub, including today."""

import datetime as dt

import dagster as dg

# before the catalogue's source page
FIRST_DAY = dt.date(2025, 1, 1)
# end_offset=1 adds today, the only day that the Hub shows
DAYS = dg.DailyPartitionsDefinition(start_date=FIRST_DAY.isoformat(), timezone="UTC", end_offset=1)
