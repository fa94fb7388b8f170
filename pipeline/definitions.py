"""How Dagster is put together. `dg dev`, `dg check defs` and the command line load `defs` from here."""

import dagster as dg

import assets
from pipeline.jobs import daily_snapshot, every_morning
from pipeline.resources import AlmanacHome, Hub, ProgressLog

defs = dg.Definitions(
    assets=dg.load_assets_from_package_module(assets),
    jobs=[daily_snapshot],
    schedules=[every_morning],
    resources={"almanac": AlmanacHome(), "hub": Hub(), "progress": ProgressLog()},
)
