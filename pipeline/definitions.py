"""Dagster's definitions; `dg dev`, `dg check defs` and the command line load `defs`."""

import dagster as dg

import assets
from pipeline.lake.settings import LakeSettings
from pipeline.orchestration.asset_keys import ASSET_PREFIX, asset_key
from pipeline.orchestration.asset_metadata import add_code_references
from pipeline.orchestration.counter_alerts import report_doubted_counters
from pipeline.orchestration.jobs import build_every_morning, build_every_sunday, build_job
from pipeline.orchestration.missed_days import report_lost_days, take_missed_day
from pipeline.orchestration.resources import AlmanacHome, Hub, ProgressLog, build_null_io_manager
from pipeline.orchestration.run_ownership import DAILY_JOB, IMPORT_JOB, MAINTENANCE_JOB
from pipeline.orchestration.sensors import recrawl_early_snapshot, report_failed_day, retry_failed_day


def build_definitions(almanac: AlmanacHome, hub: Hub, *, automatic: bool = True) -> dg.Definitions:
    """Bind the project's assets, jobs, sensors and checks to a home and a Hub. Unless `automatic`, only people start runs.

    The lake's assets are there if ALMANAC_LAKE names one.
    """
    has_lake = LakeSettings.is_configured()
    lake_keys = {asset_key("lake"), asset_key("lake_maintenance")}
    project_assets = [
        asset
        for asset in dg.load_assets_from_package_module(assets, key_prefix=ASSET_PREFIX)
        if has_lake or not (isinstance(asset, dg.AssetsDefinition) and asset.keys & lake_keys)
    ]
    home = almanac.home
    daily_snapshot = build_job(DAILY_JOB, home)
    maintain_lake = build_job(MAINTENANCE_JOB, home)
    status = dg.DefaultScheduleStatus.RUNNING if automatic else dg.DefaultScheduleStatus.STOPPED
    return dg.Definitions(
        assets=add_code_references(project_assets),
        jobs=[daily_snapshot, build_job(IMPORT_JOB, home), *([maintain_lake] if has_lake else [])],
        schedules=[
            build_every_morning(daily_snapshot, status),
            *([build_every_sunday(maintain_lake)] if has_lake and automatic else []),
        ],
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
