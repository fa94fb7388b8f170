"""Measure readers' waiting times after years of days: each example query, and each read command from a cold start.

    python -m benchmarks.questions [DAYS] [FOLDER]

Builds a home of DAYS days (365) of the sample Hub in FOLDER (default: temporary), without Dagster. An existing
published database is used as is; an interrupted build resumes. Examples run in a warm process (best of 3), commands as
processes (median of 5). Exit status 1 if anything exceeds its limit.
"""

import statistics
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from benchmarks.arguments import make_parser
from benchmarks.crawl import DAY
from pipeline.catalogue import load_catalogue
from pipeline.config import Home, Settings
from pipeline.crawl.snapshot import delete_expired_spools
from pipeline.published.example_queries import example_queries
from pipeline.published.reader import open_published
from pipeline.publishing.publish import publish
from pipeline.sample_hub.backfill import load_sample_days
from pipeline.sample_hub.server import SampleHub
from pipeline.sample_hub.world import sample_world
from pipeline.warehouse.compaction import compact_past_months
from pipeline.warehouse.connection import open_warehouse

OPEN, EXAMPLE, COMMAND = 0.05, 1.0, 0.7  # limits in seconds
WRONG_USAGE = 2
R1, V3 = "deepseek-ai/DeepSeek-R1", "deepseek-ai/DeepSeek-V3"
COMMANDS = (
    ("show", "translation"), ("show",), ("featured",), ("scorecard",), ("status",), ("sql", "FROM categories"),
    ("sql", "--example", next(iter(example_queries()))), ("history", R1), ("compare", R1, V3), ("categories",),
)  # fmt: skip


def build_home(home: Home, days: int) -> None:
    """Load and rank the days, then publish."""
    world = sample_world(DAY, days)
    start_time = time.perf_counter()
    with open_warehouse(home.warehouse) as con, SampleHub(world) as hub:
        con.execute("SET threads = 2")
        # the last day may be incomplete
        last_loaded_day = con.execute("SELECT coalesce(max(date), DATE '0001-01-01') FROM snapshots").fetchall()[0][0]
        missing_days = [day for day in world.days if day >= last_loaded_day]
        loaded_days = load_sample_days(con, hub, home.spool, missing_days, load_catalogue(), Settings())
        for number, (day, _) in enumerate(loaded_days, days - len(missing_days) + 1):
            delete_expired_spools(home.spool, day, Settings.spool_days)
            compact_past_months(con)
            if number % 30 == 0 or number == days:
                print(f"{day}: {number} of {days} days, {time.perf_counter() - start_time:.0f} s", flush=True)
        publish(con, home.warehouse, home.published)


def time_examples(home: Home) -> tuple[float, dict[str, tuple[float, int]]]:
    """Return the seconds to open the published file (median of 20), and seconds (best of 3) and rows of each
    example."""
    opening: list[float] = []
    for _ in range(20):
        start_time = time.perf_counter()
        with open_published(home):
            opening.append(time.perf_counter() - start_time)
    with open_published(home) as con:
        timings: dict[str, tuple[float, int]] = {}
        for name, query in example_queries().items():
            durations: list[float] = []
            rows = 0
            for _ in range(3):
                start_time = time.perf_counter()
                rows = len(con.execute(query).fetchall())
                durations.append(time.perf_counter() - start_time)
            timings[name] = min(durations), rows
    return statistics.median(opening), timings


def time_command(home: Home, words: tuple[str, ...]) -> float | None:
    """Return a command's seconds as a process (median of 5); None for unknown commands.

    Raises RuntimeError if it fails, except for `status`: the sample's last day is not today.
    """
    almanac, durations = Path(sys.executable).with_name("almanac"), list[float]()
    for _ in range(5):
        start_time = time.perf_counter()
        result = subprocess.run([almanac, "--home", str(home.root), *words], capture_output=True, check=False)
        seconds = time.perf_counter() - start_time
        if result.returncode == WRONG_USAGE:
            return None
        if result.returncode and words != ("status",):
            raise RuntimeError(f"almanac {' '.join(words)} failed: {result.stderr.decode()}")
        durations.append(seconds)
    return statistics.median(durations)


def main(days: int = 365, folder: Path | None = None) -> bool:
    with tempfile.TemporaryDirectory() as temporary_folder:
        home = Home((folder or Path(temporary_folder)).absolute())
        if not home.published.exists():
            build_home(home, days)
        with open_published(home) as con:
            day_count, first, last = con.execute(
                "SELECT count(DISTINCT date), min(date), max(date) FROM snapshots"
            ).fetchall()[0]
        print(f"{day_count} days, {first} to {last}, {home.published.stat().st_size / 1e6:.0f} MB")
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process:
            opening, timings = process.submit(time_examples, home).result()
        within_limits = report_timing("opening the published file", opening, OPEN)
        for name, (seconds, rows) in timings.items():
            within_limits &= report_timing(f"example {name}, rows: {rows}", seconds, EXAMPLE)
        for words in COMMANDS:
            seconds = time_command(home, words)
            within_limits &= report_timing(f"almanac {' '.join(words)}", seconds, COMMAND)
    return within_limits


def report_timing(label: str, seconds: float | None, limit: float) -> bool:
    if seconds is None:
        print(f"      skipped  {label}: unknown command", flush=True)
        return True
    mark = "" if seconds <= limit else f"  ABOVE {limit * 1000:.0f} ms"
    print(f"{seconds * 1000:10.0f} ms  {label}{mark}", flush=True)
    return seconds <= limit


if __name__ == "__main__":
    command = make_parser(__doc__)
    command.add_argument("days", metavar="DAYS", type=int, nargs="?", default=365)
    command.add_argument("folder", metavar="FOLDER", type=Path, nargs="?")
    words = command.parse_args()
    sys.exit(0 if main(words.days, words.folder) else 1)
