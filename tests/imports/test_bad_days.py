"""The known bad days of archives, in small imports: what history, events and boards say of them."""

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import polars as pl
import pytest

from pipeline.imports.known_days import load_known_days
from pipeline.imports.pieces import Piece, PieceReport, SourceInfo
from pipeline.imports.shelf import ShelvedPiece, finish_import, name_piece_file, record_pieces, settle_days
from pipeline.marts.day import rebuild_marts
from tests.fixtures.days import open_warehouse_copy

Row = dict[str, object]
Days = dict[dt.date, list[Row]]
Change = Callable[[int, Row, Row], Row]
"""A repo's number, its row, and that of the day before."""
REPOS = range(1, 61)
CREATED = [dt.datetime(2022, 3, 2, 23, 29, 4), dt.datetime(2023, 5, 1), dt.datetime(2024, 5, 1)]
COUNTERS = ("downloads", "downloads_all_time", "likes")
SPANS = [
    ("2024-12-02", 11), ("2025-02-17", 19), ("2025-05-10", 13), ("2025-07-10", 2), ("2025-08-07", 15), ("2025-11-15", 15), ("2026-06-04", 17)
]  # fmt: skip
"""Imported days: the first, and how many. The archive has none between May and July 2025."""


def oid(number: int) -> str:
    return f"{int(CREATED[number % 3].timestamp()):08x}{number:016x}"


def rate(number: int) -> int:
    """Downloads a day."""
    return 30 + number


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def make_row(number: int, date: dt.date) -> Row:
    """A model whose counters grow steadily."""
    age = (date - dt.date(2024, 12, 1)).days
    return {
        "oid": oid(number), "id": f"owner/m-{number}", "pipeline_tag": "translation", "tags": ["license:mit"], "created_at": CREATED[number % 3],
        "downloads": 30 * rate(number) + (7 * age + number) % 11, "downloads_all_time": 100_000 + rate(number) * age,
        "likes": 20 + number + age, "trending_score": float(number),
    }  # fmt: skip


def freeze(*counters: str) -> Change:
    return lambda _number, row, before: row | {name: before[name] for name in counters}


def freeze_if_new(number: int, row: Row, before: Row) -> Row:
    return freeze("downloads", "downloads_all_time")(number, row, before) if number % 3 else row


def lower(counter: str, amount: int, only: Callable[[int], bool] = lambda _number: True) -> Change:
    return lambda number, row, _before: row | ({counter: int(str(row[counter])) - amount} if only(number) else {})


def make_archive() -> Days:
    days = {date: [make_row(n, date) for n in REPOS] for first, count in SPANS for date in (day(first) + dt.timedelta(n) for n in range(count))}  # fmt: skip

    def change(text: str, how: Change) -> None:
        date = day(text)
        before = {row["oid"]: row for row in days[date - dt.timedelta(1)]}
        days[date] = [how(n, row, before[row["oid"]]) for n, row in zip(REPOS, days[date], strict=True)]

    for date in [date for date in days if date < day("2025-02-27")]:
        days[date] = [row | {"downloads_all_time": None} for row in days[date]]
    for date in [date for date in days if date >= day("2024-12-11")]:
        days[date] = [
            lower("likes", 15, lambda number: number % 2 == 0)(n, row, row)
            for n, row in zip(REPOS, days[date], strict=True)
        ]
    for text in ("2025-05-19", "2025-05-20", "2026-06-13", "2026-06-14", "2026-06-15", "2026-06-16"):
        change(text, lower("downloads_all_time", 5_000))
    change("2026-06-17", lower("downloads_all_time", 5_000, lambda number: number % 3 != 0))
    change("2026-06-18", lower("downloads_all_time", 5_000, lambda number: number % 3 == 1))
    change("2025-08-16", freeze("downloads", "downloads_all_time"))
    change("2025-08-17", freeze("downloads", "downloads_all_time"))
    change("2025-08-19", freeze("downloads_all_time"))
    change("2025-11-26", freeze_if_new)  # a Wednesday that no list has
    change("2025-11-22", lambda _number, row, _before: row | {"trending_score": 0.0})
    days[day("2025-11-24")] = days[day("2025-11-24")][10:25]
    days[day("2025-11-28")] = days[day("2025-11-28")][2:]  # no list has it
    return days


def bring(con: duckdb.DuckDBPyConnection, shelf: Path, days: Days, form: str = "hub-stats") -> None:
    """Import days of a format, with what is known about them. `model-pulse` has names only."""
    is_whole = form == "hub-stats"
    source = SourceInfo(form, "https://archive", form, None, False, "", 3 if is_whole else 1, is_whole)
    pieces = []
    for date, rows in days.items():
        piece = Piece("model", date, date, (), f"{len(rows):08x}{form}")
        file = name_piece_file(source, piece)
        names = tuple(rows[0]) if is_whole else ("id", *COUNTERS)
        times = {"day": date, "observed_at": dt.datetime.combine(date, dt.time(13, 50))}
        frame = pl.DataFrame([{**times, **{name: row[name] for name in names}} for row in rows], schema_overrides=dict.fromkeys(COUNTERS, pl.Int64))  # fmt: skip
        (shelf / file).parent.mkdir(parents=True, exist_ok=True)
        frame.write_parquet(shelf / file)
        report = load_known_days(form, "model").add_to(PieceReport(len(rows), days={date: len(rows)}), piece)
        pieces.append(ShelvedPiece(piece, file, report))
    record_pieces(con, source, pieces, dt.datetime(2026, 9, 1))
    settle_days(con, shelf)
    finish_import(con)


@pytest.fixture(scope="module")
def archive(
    translation_warehouse: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[duckdb.DuckDBPyConnection]:
    """An import of whole days."""
    root = tmp_path_factory.mktemp("archive")
    with open_warehouse_copy(translation_warehouse, root / "hub.duckdb") as con:
        bring(con, root / "imports", make_archive())
        yield con


def ask(con: duckdb.DuckDBPyConnection, query: str, **parameters: object) -> list[tuple[object, ...]]:
    return con.execute(query, parameters).fetchall()


def list_statuses(con: duckdb.DuckDBPyConnection, date: str) -> dict[str, int]:
    query = "SELECT status, count(*) FROM model_history WHERE date = CAST($date AS DATE) GROUP BY status"
    return {str(status): int(str(count)) for status, count in ask(con, query, date=date)}


def find_gains(con: duckdb.DuckDBPyConnection, date: str, number: int = 27) -> tuple[object, ...]:
    """Rank a day; return a repo's downloads a day by the adoption board, rounded, and its likes of a day and a week."""
    rebuild_marts(con, [day(date)])
    query = (
        "SELECT round(downloads_gained / downloads_gained_days), likes_1d, likes_7d FROM trends "
        "WHERE board = 'adoption' AND oid = $oid AND date = CAST($date AS DATE)"
    )
    rows = ask(con, query, oid=oid(number), date=date)
    return rows[0] if rows else ()


STEADY = (rate(27), 1, 7)
"""What was really gained, whatever the counters did."""


def test_only_real_changes_are_events(archive: duckdb.DuckDBPyConnection) -> None:
    """Cut days, gaps, NULL and counters that come and go change nothing of a repo."""
    assert ask(archive, "FROM events") == []


def test_days_without_an_upload_are_a_gap(archive: duckdb.DuckDBPyConnection) -> None:
    assert find_gains(archive, "2025-07-10") == ()
    query = "SELECT likes_1d, days_since_previous FROM trends WHERE date = '2025-07-10' AND board = 'attention' LIMIT 1"
    assert ask(archive, query) == [(None, None)]


def test_cut_days_are_limited(archive: duckdb.DuckDBPyConnection) -> None:
    """2025-11-24 is in the list, 2025-11-28 is not."""
    assert ask(archive, "SELECT date FROM snapshots WHERE status = 'limited' ORDER BY date") == [
        (day("2025-11-24"),),
        (day("2025-11-28"),),
    ]
    assert find_gains(archive, "2025-11-25") == STEADY


@pytest.mark.parametrize(
    ("low", "back", "gains"), [("2025-05-20", "2025-05-21", STEADY), ("2026-06-17", "2026-06-19", ())]
)
def test_a_rollback_that_recovers_is_no_growth(
    archive: duckdb.DuckDBPyConnection, low: str, back: str, gains: tuple[object, ...]
) -> None:
    """After six days without a counter, the board waits for more steps."""
    assert list_statuses(archive, low) == {"unsound": 60}
    assert list_statuses(archive, back) == {"observed": 60}
    assert find_gains(archive, back) == gains


def test_a_stall_and_its_catch_up_are_one_span(archive: duckdb.DuckDBPyConnection) -> None:
    for date in ("2025-08-16", "2025-08-17", "2025-08-19"):
        assert list_statuses(archive, date) == {"frozen": 60}
    assert list_statuses(archive, "2025-08-18") == list_statuses(archive, "2025-08-20") == {"observed": 60}
    for date in ("2025-08-17", "2025-08-18", "2025-08-20"):
        assert find_gains(archive, date) == STEADY


def test_a_wednesday_that_skips_newer_repos(archive: duckdb.DuckDBPyConnection) -> None:
    """The counters say it, by quarter of creation."""
    query = (
        "SELECT oid[:3] AS age, status, count(*) FROM model_history WHERE date = '2025-11-26' GROUP BY ALL ORDER BY ALL"
    )
    assert [row[1:] for row in ask(archive, query)] == [("observed", 20), ("frozen", 20), ("frozen", 20)]
    assert find_gains(archive, "2025-11-27") == STEADY


def test_purged_likes_are_no_loss(archive: duckdb.DuckDBPyConnection) -> None:
    assert ask(archive, "SELECT date, count(*), max(likes) FROM removed_likes GROUP BY date") == [(day("2024-12-11"), 30, 14)]  # fmt: skip
    rebuild_marts(archive, [day("2024-12-11")])
    query = (
        "SELECT DISTINCT likes_1d, likes_7d FROM trends WHERE date = '2024-12-11' AND board = 'attention' ORDER BY ALL"
    )
    assert ask(archive, query) == [(0, 6), (1, 7)]  # what a purge hides is not made up


def test_all_time_counters_begin(archive: duckdb.DuckDBPyConnection) -> None:
    query = "SELECT count(downloads_all_time) FROM model_history WHERE date = CAST($date AS DATE)"
    assert [ask(archive, query, date=date) for date in ("2025-02-26", "2025-02-27")] == [[(0,)], [(60,)]]
    for date in ("2025-02-26", "2025-02-27", "2025-02-28"):
        assert list_statuses(archive, date) == {"observed": 60}
    assert find_gains(archive, "2025-02-27") == ()
    assert find_gains(archive, "2025-03-07") == STEADY


def test_a_trending_score_of_zero_is_implausible(archive: duckdb.DuckDBPyConnection) -> None:
    query = "SELECT date FROM store.unsound WHERE counter = 'trending_score'"
    assert ask(archive, query) == [(day("2025-11-22"),)]


def test_a_series_of_names_is_judged_as_well(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    """Two thirds of its repos are identified by a whole day."""
    days = {date: rows for date, rows in make_archive().items() if day("2025-08-07") <= date <= day("2025-08-21")}
    first = day("2025-08-07")
    bring(con, tmp_path / "imports", {first: days[first][20:]})
    bring(con, tmp_path / "imports", days, "model-pulse")
    statuses = {date: list_statuses(con, date) for date in ("2025-08-16", "2025-08-18", "2025-08-19")}
    assert statuses == {"2025-08-16": {"frozen": 60}, "2025-08-18": {"observed": 60}, "2025-08-19": {"frozen": 60}}
    assert find_gains(con, "2025-08-20") == STEADY
    assert ask(con, "SELECT date, event, count(*) FROM events GROUP BY ALL") == [(day("2025-08-08"), "appeared", 20)]


def test_what_only_the_list_knows(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    """An import that begins while counters are low, and one of too few repos for statistics."""
    archive = make_archive()
    days = {date: rows for date, rows in archive.items() if date >= day("2026-06-14")}
    days |= {date: rows[:8] for date, rows in archive.items() if day("2025-08-15") <= date <= day("2025-08-16")}
    bring(con, tmp_path / "imports", days)
    assert list_statuses(con, "2026-06-15") == {"unsound": 60}
    assert list_statuses(con, "2025-08-16") == {"frozen": 8}
    query = "SELECT count(*), count(*) FILTER (downloads_gained > 4000) FROM trends WHERE date = '2026-06-20'"
    rebuild_marts(con, [day("2026-06-20")])
    [(rows, jumps)] = ask(con, query)
    assert int(str(rows)) > 0 and jumps == 0


def test_lists_of_days_apply_to_days_that_are_imported_already(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    days = {date: rows for date, rows in make_archive().items() if day("2025-08-07") <= date <= day("2025-08-12")}
    bring(con, tmp_path / "imports", days)
    assert list_statuses(con, "2025-08-12") == {"observed": 60}
    own = tmp_path / "known_days.toml"
    entry = (
        'days = [{sources=["hub-stats"], kinds=["model"], from=2025-08-12, state="rolled_back", counters=["likes"]}]'
    )
    own.write_text(entry)
    date = day("2025-08-12")
    source = SourceInfo("hub-stats", "https://archive", "hub-stats", None, False, "", 3, True)
    piece = Piece("model", date, date, (), f"{60:08x}hub-stats")
    report = load_known_days("hub-stats", "model", own).add_to(PieceReport(60, days={date: 60}), piece)
    record_pieces(con, source, [ShelvedPiece(piece, name_piece_file(source, piece), report)], dt.datetime(2026, 9, 1))
    settle_days(con, tmp_path / "imports")
    finish_import(con)
    assert list_statuses(con, "2025-08-12") == {"unsound": 60}
