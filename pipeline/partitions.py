"""A partition is one UTC day of the Hub; today is one, since the Hub can only be asked about now."""

import dagster as dg

# Nothing was documented before the catalogue's page. `end_offset=1`: the UI's latest partition is today, not yesterday.
DAYS = dg.DailyPartitionsDefinition(start_date="2025-03-06", timezone="UTC", end_offset=1)
