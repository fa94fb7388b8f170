import datetime as dt
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from pipeline.cli.next_steps import print_next_steps, print_top
from pipeline.cli.terminal import console, sample_note, sanitize
from pipeline.config import Home, Settings
from pipeline.errors import UsageError
from pipeline.files import describe_os_error
from pipeline.i18n.locale import localize
from pipeline.i18n.messages import DEFAULT_LANGUAGE
from pipeline.notes import Note
from pipeline.user_paths import shorten_path

if TYPE_CHECKING:
    from pipeline.sample_hub.server import SampleHub
    from pipeline.sample_hub.world import World

FIRST_BOARD_DAYS = 8  # days until the first board is shown: it then has ranks of a week ago
DAGSTER_DAYS = 2  # days at the end that are runs of the job, as in daily use


def demo(
    ctx: typer.Context,
    days: Annotated[int, typer.Option(min=1, max=40, help="Number of last days to run.")] = 40,
    hostile: Annotated[
        bool, typer.Option("--hostile", help="Add repos whose names and texts attack pages, terminals or SQL.")
    ] = False,
) -> None:
    """Run the whole job against the bundled sample Hub: no network, no token.

    Writes to `demo` inside the home (data/demo) and replaces an earlier demo. Uses the home's own catalogue.toml, if there
    is one.

    \b
    Examples:
      almanac demo
      almanac demo --days 8
    """
    from pipeline.catalogue import load_catalogue  # noqa: PLC0415

    base_home: Home = ctx.obj
    home = base_home.demo
    today = dt.datetime.now(dt.UTC).date()
    load_catalogue(base_home.catalogue)  # report a bad entry before the earlier demo is gone
    _clear_demo(home, DemoRecord(sample_note(DEFAULT_LANGUAGE), today, hostile))
    if base_home.catalogue.exists():
        home.catalogue.write_bytes(base_home.catalogue.read_bytes())
    out = console()
    out.print(sanitize(sample_note()), style="yellow")
    world = _build_world(today, hostile=hostile)
    demo_days = world.days[-days:]
    span = {"first": demo_days[0], "last": demo_days[-1], "runs": min(days, DAGSTER_DAYS)}
    out.print(sanitize(localize("cli-demo-start", **span)))
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=out) as bars:
        task = bars.add_task("days", total=len(demo_days))
        for day_count, day in enumerate(fill_home(home, world, demo_days), 1):
            bars.update(task, description=str(day), completed=day_count)
            if day_count == FIRST_BOARD_DAYS < len(demo_days):
                bars.stop()  # a table between two lines of a live bar would break it
                print_top(home, day, 10)
                bars.start()
    print_top(home, demo_days[-1], 10)
    _print_next_steps(home, base_home, len(demo_days))


class DemoRecord(msgspec.Struct):
    """The content of a demo's marker: what its Hub is."""

    note: str
    last_day: dt.date
    hostile: bool


def _build_world(last_day: dt.date, *, hostile: bool) -> "World":
    from pipeline.sample_hub.events import demo_events  # noqa: PLC0415
    from pipeline.sample_hub.world import sample_world  # noqa: PLC0415

    return sample_world(last_day, hostile=hostile).with_events(*demo_events(last_day))


@contextmanager
def serve_sample_hub(home: Home) -> Iterator[None]:
    """Serve the Hub of a demo's home: processes that start here find it in HF_ENDPOINT. Its counters end with the demo's last day."""
    from pipeline.sample_hub.server import SampleHub  # noqa: PLC0415

    try:
        record = msgspec.json.decode(home.demo_marker.read_bytes(), type=DemoRecord)
    except (OSError, msgspec.MsgspecError) as error:
        raise UsageError(Note("demo_of_another_version", {"path": str(home.root)})) from error
    with SampleHub(_build_world(record.last_day, hostile=record.hostile)) as sample:
        sample.follow_clock()  # the UI may stay open past midnight
        os.environ["HF_ENDPOINT"] = sample.url
        yield


def fill_home(home: Home, world: "World", days: Sequence[dt.date], *, pages: bool = True) -> Iterator[dt.date]:
    """Fill the home with days of a sample Hub. Yields each day when it is there; those of FIRST_BOARD_DAYS and of Dagster are published.

    The last DAGSTER_DAYS are runs of the job; Dagster gets a materialization of each earlier day. `pages`: whether the last day has
    pages and previews.
    """
    from pipeline.catalogue import load_catalogue  # noqa: PLC0415
    from pipeline.crawl.spool import mark_published  # noqa: PLC0415
    from pipeline.publishing.publish import publish  # noqa: PLC0415
    from pipeline.sample_hub.backfill import load_sample_days  # noqa: PLC0415
    from pipeline.sample_hub.server import SampleHub  # noqa: PLC0415
    from pipeline.warehouse.connection import open_warehouse  # noqa: PLC0415

    catalogue = load_catalogue(home.catalogue)
    with SampleHub(world) as sample:
        row_counts: dict[dt.date, dict[str, int]] = {}
        if past_days := days[:-DAGSTER_DAYS]:
            with open_warehouse(home.warehouse) as con:
                for day, rows in load_sample_days(con, sample, home.spool, past_days, catalogue, Settings.from_env()):
                    row_counts[day] = rows
                    if len(row_counts) in (FIRST_BOARD_DAYS, len(past_days)):
                        publish(con, home.warehouse, home.published)
                    yield day
            for day in past_days:
                mark_published(home.spool, day)
        yield from _run_days(home, sample, days[-DAGSTER_DAYS:], row_counts, pages=pages)


def _run_days(
    home: Home,
    sample: "SampleHub",
    days: Sequence[dt.date],
    row_counts: Mapping[dt.date, Mapping[str, int]],
    *,
    pages: bool,
) -> Iterator[dt.date]:
    """Report the materializations of earlier days (`row_counts`: of each asset), then run the job on `days`."""
    import dagster as dg  # noqa: PLC0415

    from pipeline.definitions import defs  # noqa: PLC0415
    from pipeline.orchestration.asset_keys import asset_key  # noqa: PLC0415
    from pipeline.orchestration.instance import open_instance  # noqa: PLC0415
    from pipeline.orchestration.resources import AlmanacHome, Hub  # noqa: PLC0415
    from pipeline.orchestration.runner import run_day  # noqa: PLC0415
    from pipeline.sample_hub.backfill import snapshot_time  # noqa: PLC0415

    with open_instance(home) as instance:
        for day, rows in row_counts.items():
            for asset, row_count in {**rows, "published": None}.items():
                metadata = {} if row_count is None else {"dagster/row_count": row_count}
                instance.report_runless_asset_event(
                    dg.AssetMaterialization(asset_key(asset), partition=day.isoformat(), metadata=metadata)
                )
        hub = Hub(endpoint=sample.url, anonymous=True, stand_in=True)
        for day in days:
            run_time = snapshot_time(day)
            sample.set_now(run_time)
            with_pages = pages and day == days[-1]
            almanac = AlmanacHome.at(home, pages=with_pages, previews=with_pages)
            run_day(defs, instance, almanac, hub, run_time, tags={"hub_almanac/sample": "true"})
            yield day


def _print_next_steps(home: Home, base_home: Home, day_count: int) -> None:
    """Say what is there and which commands to try; they need --home unless they find the demo by themselves."""
    out = console()
    database = shorten_path(home.published)
    out.print()
    out.print(sanitize(f"{sample_note()} {localize('cli-demo-days', path=database, days=day_count)}"), style="yellow")
    print_next_steps(home, "cli-next-demo-ui", with_home=base_home.find_readable() != home)


def _clear_demo(home: Home, record: DemoRecord) -> None:
    """Remove an earlier demo and mark the home. Raises UsageError for any other content."""
    marker = home.demo_marker
    if home.root.parent.exists() and not home.root.parent.is_dir():
        raise UsageError(Note("demo_home_is_file", {"path": str(home.root.parent)}))
    if home.root.exists() and any(home.root.iterdir()) and not marker.exists():
        raise UsageError(Note("demo_folder_taken", {"path": str(home.root)}))
    try:
        home.root.mkdir(parents=True, exist_ok=True)
        for path in home.root.iterdir():  # the folder itself may be a link to another disk
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink()
        marker.write_bytes(msgspec.json.encode(record) + b"\n")
    except OSError as error:
        raise UsageError(
            Note("cannot_use", {"path": str(home.root), "cause": describe_os_error(error, home.root)})
        ) from error
