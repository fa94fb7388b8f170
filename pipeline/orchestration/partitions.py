"""A partition is one UTC day of the Hub; today is one, since the Hub can only be asked about now."""

import datetime as dt

import dagster as dg

# A little before the catalogue's page, so that nothing older than it is ever asked for in vain.
FIRST_DAY = dt.date(2025, 1, 1)
# `end_offset=1`: the UI's latest partition is today, not yesterday.
DAYS = dg.DailyPartitionsDefinition(start_date=FIRST_DAY.isoformat(), timezone="UTC", end_offset=1)
