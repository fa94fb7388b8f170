"""Dagster's definitions; `dg dev`, `dg check defs` and the command line load `defs`."""

import dagster as dg

import assets
from pipeline.orchestration.asset_metadata import add_code_references
from pipeline.orchestration.counter_alerts import report_doubted_counters
from pipeline.orchestration.jobs import build_schedule, daily_snapshot, every_morning, import_history
from pipeline.orchestration.missed_days import report_lost_days, take_missed_day
from pipeline.orchestration.resources import AlmanacHome, Hub, ProgressLog, build_null_io_manager
from pipeline.orchestration.sensors import recrawl_early_snapshot, report_failed_day, retry_failed_day


def build_definitions(almanac: AlmanacHome, hub: Hub, *, automatic: bool = True) -> dg.Definitions:
    """Bind the project's assets, jobs, sensors and checks to a home and a Hub. Unless `automatic`, only people start runs."""
    return dg.Definitions(
        assets=add_code_references(dg.load_assets_from_package_module(assets)),
        jobs=[daily_snapshot, import_history],
        schedules=[every_morning if automatic else build_schedule(dg.DefaultScheduleStatus.STOPPED)],
        sensors=[
            retry_failed_day,
            recrawl_early_snapshot,
            report_failed_day,
            take_missed_day,
            report_lost_days,
            report_doubted_counters,
        ]
        if automatic
        else [],
        # The warehouse has one writer, so separate processes per step would only wait for each other.
        executor=dg.in_process_executor,
        resources={"almanac": almanac, "hub": hub, "progress": ProgressLog(), "io_manager": build_null_io_manager},
    )


defs = build_definitions(AlmanacHome(), Hub())  # from the environment
