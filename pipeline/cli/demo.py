"""`almanac demo`: the whole job on the sample Hub, for its last 40 days, into a home of its own."""

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
from pipeline.cli.terminal import console, plain, sample_note
from pipeline.config import Home
from pipeline.errors import UsageError
from pipeline.files import reason
from pipeline.ranking.registry import MAIN_BOARD
from pipeline.typed_paths import working_folder

if TYPE_CHECKING:
    from pipeline.sample_hub.world import World

MARK = "SAMPLE_DATA"


def demo(
    ctx: typer.Context,
    days: Annotated[int, typer.Option(min=1, max=40, help="How many of the last days to take.")] = 40,
) -> None:
    """Run the whole job against the sample Hub that comes with the project: no network, no token.

    It writes into `demo` inside the home (data/demo), replacing an earlier demo.

    \b
    Examples:
      almanac demo
      almanac demo --days 8
    """
    from pipeline.published.reader import published  # noqa: PLC0415
    from pipeline.sample_hub.events import demo_events  # noqa: PLC0415
    from pipeline.sample_hub.world import sample_world  # noqa: PLC0415

    outer: Home = ctx.obj
    home = Home(outer.root / "demo")
    _clear(home)
    out = console()
    out.print(plain(sample_note()), style="yellow")
    today = dt.datetime.now(dt.UTC).date()
    world = sample_world(today).playing(*demo_events(today))
    taken = world.days[-days:]
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=out) as bars:
        out.print(plain(f"The sample Hub serves {taken[0]} to {taken[-1]}; each day is one Dagster run."))
        task = bars.add_task("days", total=len(taken))
        for number, day in enumerate(take_days(home, world, taken)):
            bars.update(task, description=str(day), completed=number)
        bars.update(task, completed=len(taken))
    with published(home) as con:
        print_boards(con, BoardQuery(["text-generation"], MAIN_BOARD.name, taken[-1], 10))
    _print_next_steps(home, len(taken))


def take_days(home: Home, world: "World", days: Sequence[dt.date], *, pages: bool = True) -> Iterator[dt.date]:
    """Run the job on days of a sample Hub, into the home; each day as it begins. `pages`: whether the last day has pages and previews."""
    from pipeline.definitions import defs  # noqa: PLC0415
    from pipeline.orchestration.instance import instance_of  # noqa: PLC0415
    from pipeline.orchestration.resources import AlmanacHome, Hub  # noqa: PLC0415
    from pipeline.orchestration.runner import run_day  # noqa: PLC0415
    from pipeline.sample_hub.server import SampleHub  # noqa: PLC0415

    with SampleHub(world) as sample, instance_of(home) as instance:
        hub = Hub(endpoint=sample.url, anonymous=True, stand_in=True)
        for day in days:
            yield day
            at = min(dt.datetime.combine(day, dt.time(9), dt.UTC), dt.datetime.now(dt.UTC))
            sample.set_now(at)
            shown = pages and day == days[-1]
            almanac = AlmanacHome.at(home, pages=shown, previews=shown)
            run_day(defs, instance, almanac, hub, at, tags={"hub_almanac/sample": "true"})


def _print_next_steps(home: Home, days: int) -> None:
    out = console()
    shown = _from_here(home.root)
    almanac = f"{_command()} --home {shlex.quote(str(shown))}"
    out.print()
    out.print(plain(f"{sample_note()} {days} days of it are in {shown / 'hub.duckdb'}."), style="yellow")
    out.print(plain("Where to look next:"), style="bold")
    for line in (
        f"{almanac} ui                # the Dagster UI with these {days} runs",
        f"{almanac} report --serve    # the pages of the last day",
        f"{almanac} featured",
        f"{almanac} show translation",
        f"""{almanac} sql "FROM top('any-to-any')" """,
        f"""{almanac} sql "FROM history_of('deepseek-ai/DeepSeek-R1')" """,
        f"""{almanac} sql "SELECT date, repos, new_repos, likes FROM category_daily WHERE category = 'translation' ORDER BY date DESC LIMIT 7" """,
    ):
        out.print(plain("  " + line.rstrip()))


def _clear(home: Home) -> None:
    """Remove an earlier demo; refuse to touch anything else."""
    mark = home.root / MARK
    if home.root.parent.exists() and not home.root.parent.is_dir():
        raise UsageError(f"{home.root.parent} is a file, not a folder; use another --home.")
    if home.root.exists() and any(home.root.iterdir()) and not mark.exists():
        raise UsageError(
            f"{home.root} holds something that is not an earlier demo; move it away or use another --home."
        )
    try:
        home.root.mkdir(parents=True, exist_ok=True)
        for path in home.root.iterdir():  # not the folder itself, which may be a link to another disk
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink()
        mark.write_text(sample_note() + "\n", encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{home.root} cannot be used: {reason(error, home.root)}.") from error


def _from_here(path: Path) -> Path:
    """As short as the current folder allows."""
    here = working_folder()
    return path.relative_to(here) if here and path.is_relative_to(here) else path


def _command() -> str:
    """How to call this command again: by its name where the shell finds it, else by its path."""
    return "almanac" if shutil.which("almanac") else str(_from_here(Path(sys.argv[0]).absolute()))
