import datetime as dt
import shlex
import shutil
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from pipeline.cli.show import BoardQuery, print_boards
from pipeline.cli.terminal import console, sample_note, sanitize
from pipeline.config import Home
from pipeline.errors import UsageError
from pipeline.files import describe_os_error
from pipeline.ranking.registry import MAIN_BOARD
from pipeline.text import count_noun
from pipeline.user_paths import find_working_folder

if TYPE_CHECKING:
    from pipeline.sample_hub.world import World

MARKER_FILE = "SAMPLE_DATA"


def demo(
    ctx: typer.Context,
    days: Annotated[int, typer.Option(min=1, max=40, help="Number of last days to run.")] = 40,
) -> None:
    """Run the whole job against the bundled sample Hub: no network, no token.

    Writes to `demo` inside the home (data/demo) and replaces an earlier demo.

    \b
    Examples:
      almanac demo
      almanac demo --days 8
    """
    from pipeline.published.reader import open_published  # noqa: PLC0415
    from pipeline.sample_hub.events import demo_events  # noqa: PLC0415
    from pipeline.sample_hub.world import sample_world  # noqa: PLC0415

    base_home: Home = ctx.obj
    home = Home(base_home.root / "demo")
    _clear_demo(home)
    out = console()
    out.print(sanitize(sample_note()), style="yellow")
    today = dt.datetime.now(dt.UTC).date()
    world = sample_world(today).with_events(*demo_events(today))
    demo_days = world.days[-days:]
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=out) as bars:
        out.print(sanitize(f"Days {demo_days[0]} to {demo_days[-1]} of the sample Hub, one Dagster run each."))
        task = bars.add_task("days", total=len(demo_days))
        for day_number, day in enumerate(run_days(home, world, demo_days)):
            bars.update(task, description=str(day), completed=day_number)
        bars.update(task, completed=len(demo_days))
    with open_published(home) as con:
        print_boards(con, BoardQuery(["text-generation"], MAIN_BOARD.name, demo_days[-1], 10))
    _print_next_steps(home, len(demo_days))


def run_days(home: Home, world: "World", days: Sequence[dt.date], *, pages: bool = True) -> Iterator[dt.date]:
    """Run the job on days of a sample Hub; yields each day first. `pages`: also build the last day's site and
    previews."""
    from pipeline.definitions import defs  # noqa: PLC0415
    from pipeline.orchestration.instance import open_instance  # noqa: PLC0415
    from pipeline.orchestration.resources import AlmanacHome, Hub  # noqa: PLC0415
    from pipeline.orchestration.runner import run_day  # noqa: PLC0415
    from pipeline.sample_hub.server import SampleHub  # noqa: PLC0415

    with SampleHub(world) as sample, open_instance(home) as instance:
        hub = Hub(endpoint=sample.url, anonymous=True, stand_in=True)
        for day in days:
            yield day
            run_time = min(dt.datetime.combine(day, dt.time(9), dt.UTC), dt.datetime.now(dt.UTC))
            sample.set_now(run_time)
            with_pages = pages and day == days[-1]
            almanac = AlmanacHome.at(home, pages=with_pages, previews=with_pages)
            run_day(defs, instance, almanac, hub, run_time, tags={"hub_almanac/sample": "true"})


def _print_next_steps(home: Home, day_count: int) -> None:
    out = console()
    short_path = _shorten_path(home.root)
    almanac = f"{_find_command()} --home {shlex.quote(str(short_path))}"
    out.print()
    out.print(
        sanitize(f"{sample_note()} {short_path / 'hub.duckdb'} has {count_noun(day_count, 'day')}."), style="yellow"
    )
    out.print(sanitize("Next:"), style="bold")
    for line in (
        f"{almanac} ui                # the Dagster UI with {count_noun(day_count, 'run')}",
        f"{almanac} report --serve    # the site of the last day",
        f"{almanac} featured",
        f"{almanac} show translation",
        f"""{almanac} sql "FROM top('any-to-any')" """,
        f"""{almanac} sql "FROM history_of('deepseek-ai/DeepSeek-R1')" """,
        f"""{almanac} sql "SELECT date, repos, new_repos, likes FROM category_daily WHERE category = 'translation' ORDER BY date DESC LIMIT 7" """,
    ):
        out.print(sanitize("  " + line.rstrip()))


def _clear_demo(home: Home) -> None:
    """Remove an earlier demo. Raises UsageError for any other content."""
    marker = home.root / MARKER_FILE
    if home.root.parent.exists() and not home.root.parent.is_dir():
        raise UsageError(f"{home.root.parent} is a file, not a folder; use another --home.")
    if home.root.exists() and any(home.root.iterdir()) and not marker.exists():
        raise UsageError(
            f"{home.root} contains something other than an earlier demo; move it away or use another --home."
        )
    try:
        home.root.mkdir(parents=True, exist_ok=True)
        for path in home.root.iterdir():  # the folder itself may be a link to another disk
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink()
        marker.write_text(sample_note() + "\n", encoding="utf-8")
    except OSError as error:
        raise UsageError(f"Cannot use {home.root}: {describe_os_error(error, home.root)}.") from error


def _shorten_path(path: Path) -> Path:
    """Return the path relative to the current folder if it is inside."""
    current_folder = find_working_folder()
    return path.relative_to(current_folder) if current_folder and path.is_relative_to(current_folder) else path


def _find_command() -> str:
    """Return this command's name if the shell finds it, else its path."""
    return "almanac" if shutil.which("almanac") else str(_shorten_path(Path(sys.argv[0]).absolute()))
