"""Own days, imports, removals and compactions in any order give what their contents say."""

import datetime as dt
import shutil
import tempfile
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.imports.pieces import Piece, PieceReport, SourceInfo
from pipeline.imports.shelf import (
    ShelvedPiece,
    finish_import,
    name_piece_file,
    record_pieces,
    remove_source,
    settle_days,
)
from pipeline.publishing.forget import forget_day
from pipeline.warehouse.compaction import compact_month
from pipeline.warehouse.derived_history import DERIVED_TABLES, restate_all_days
from tests.conftest import THOROUGH
from tests.fixtures.days import open_warehouse_copy
from tests.warehouse.test_history_property import load_hub

DATES = [dt.date(2026, 9, 28) + dt.timedelta(n) for n in range(6)]  # two months
MONTHS = [dt.date(2026, 9, 1), dt.date(2026, 10, 1)]
NAMES = ("a/one", "a/two", "b/three")
OIDS = [f"{0x65000000 + n:08x}{n:016x}" for n in range(3)] + [f"{0x6ABA0000:08x}{3:016x}"]  # the last: of 28 Sep 2026
BORN = [dt.datetime.fromtimestamp(int(oid[:8], 16), dt.UTC).replace(tzinfo=None) for oid in OIDS]
SOURCES = {"whole": (3, True, True), "weekly": (2, True, True), "names": (1, False, False)}  # precedence, _id, complete

counts = st.integers(0, 3)
own_rows = st.fixed_dictionaries(
    {"id": st.sampled_from(NAMES), "downloads": counts, "downloadsAllTime": counts, "likes": counts,
     "gated": st.just(None), "pipeline_tag": st.sampled_from(["translation", None]), "library_name": st.just(None),
     "tags": st.sampled_from([["x"], ["license:mit", "x"]]), "createdAt": st.just("2026-01-01T00:00:00.000Z")}
)  # fmt: skip


@st.composite
def draw_day(draw: st.DrawFn, *, by_oid: bool) -> dict[str, dict[str, Any]]:
    """Rows by _id, with distinct names."""
    day: dict[str, dict[str, Any]] = {}
    for oid in draw(st.lists(st.sampled_from(OIDS), min_size=1, unique=True)):
        row = draw(own_rows)
        if row["id"] not in {other["id"] for other in day.values()}:
            day[oid] = row
    return day if by_oid else {row["id"]: row for row in day.values()}


operations = st.one_of(
    st.tuples(st.just("own"), st.sampled_from(DATES), draw_day(by_oid=True)),
    st.tuples(st.just("forget"), st.sampled_from(DATES)),
    st.tuples(st.just("compact"), st.sampled_from(MONTHS)),
    st.tuples(st.just("remove"), st.sampled_from(sorted(SOURCES))),
    *(
        st.tuples(st.just("import"), st.just(name), st.dictionaries(st.sampled_from(DATES), draw_day(by_oid=by_oid), min_size=1, max_size=3))
        for name, (_, by_oid, _) in SOURCES.items()
    ),
)  # fmt: skip


def shelve(
    con: duckdb.DuckDBPyConnection, shelf: Path, name: str, days: dict[dt.date, dict[str, dict[str, Any]]], number: int
) -> None:
    """Put days of a source on the shelf, as one piece for each month."""
    precedence, by_oid, complete = SOURCES[name]
    source = SourceInfo(name, f"https://archive/{name}", "table", None, False, "", precedence, complete)
    pieces = []
    for dates in split_months(days):
        piece = Piece("model", dates[0], dates[-1], (), f"{number:08x}{name}{dates[0]}")
        file = name_piece_file(source, piece)
        frame = pl.DataFrame(
            [
                {"day": date, "observed_at": dt.datetime.combine(date, dt.time(13, 50)), **({"oid": key} if by_oid else {}),
                 "id": row["id"], **({"tags": row["tags"], "pipeline_tag": row["pipeline_tag"], "created_at": dt.datetime(2026, 1, 1)} if by_oid else {}),
                 "downloads": row["downloads"], "downloads_all_time": row["downloadsAllTime"], "likes": row["likes"]}
                for date in dates for key, row in days[date].items()
            ],
            schema_overrides={"pipeline_tag": pl.String},
        )  # fmt: skip
        (shelf / file).parent.mkdir(parents=True, exist_ok=True)
        frame.write_parquet(shelf / file)
        report = PieceReport(len(frame), days={date: len(days[date]) for date in dates})
        pieces.append(ShelvedPiece(piece, file, report))
    record_pieces(con, source, pieces, dt.datetime(2026, 11, 1))


def split_months(days: dict[dt.date, dict[str, dict[str, Any]]]) -> list[list[dt.date]]:
    """Return the days of each month, sorted."""
    months = sorted({day.replace(day=1) for day in days})
    return [sorted(day for day in days if day.replace(day=1) == month) for month in months]


class Reference:
    """What counts, computed simply."""

    def __init__(self) -> None:
        self.own: dict[dt.date, dict[str, dict[str, Any]]] = {}
        self.imports: dict[str, dict[dt.date, dict[str, dict[str, Any]]]] = {}

    def find_days(self) -> dict[dt.date, tuple[str | None, dict[str, dict[str, Any]]]]:
        days: dict[dt.date, tuple[str | None, dict[str, dict[str, Any]]]] = {}
        for name in sorted(self.imports, key=lambda name: SOURCES[name][0]):
            days |= {date: (name, rows) for date, rows in self.imports[name].items()}
        return days | {date: (None, rows) for date, rows in self.own.items()}

    def replace_span(self, name: str, first: dt.date, last: dt.date) -> None:
        """Forget the days of a source that a new piece replaces."""
        self.imports[name] = {
            date: rows for date, rows in self.imports.get(name, {}).items() if not first <= date <= last
        }

    def identify(self, date: dt.date, name: str) -> str | None:
        """Find the _id of a name on a day on which only names are known."""
        days = self.find_days()
        seen = {
            d: {row["id"]: oid for oid, row in rows.items()} for d, (source, rows) in days.items() if source != "names"
        }
        names = {d: {oid: name for name, oid in bearers.items()} for d, bearers in seen.items()}
        found: dict[str, int] = {}
        for oid in OIDS:
            dates = [d for d in sorted(seen) if seen[d].get(name) == oid]
            if not dates or BORN[OIDS.index(oid)] >= dt.datetime.combine(date, dt.time()) + dt.timedelta(1):
                continue
            nearest = min(dates, key=lambda d: (abs((d - date).days), d))
            low, high = min(nearest, date), max(nearest, date)
            if all(names[d].get(oid, name) == name for d in seen if low <= d <= high):
                found[oid] = abs((nearest - date).days)
        closest = [oid for oid, distance in found.items() if distance == min(found.values())]
        return closest[0] if len(closest) == 1 else None

    def list_rows(self) -> list[tuple[Any, ...]]:
        listed = []
        for date, (source, rows) in self.find_days().items():
            targets: dict[str, str | None] = {}
            if source == "names":
                targets = {name: self.identify(date, name) for name in rows}
                bearers: dict[str, list[tuple[int, str]]] = {}
                for name, oid in targets.items():
                    if oid:
                        bearers.setdefault(oid, []).append((self.measure_distance(date, name, oid), name))
                for names in bearers.values():
                    for _, name in sorted(names)[1:]:
                        targets[name] = None
            for key, row in rows.items():
                oid = targets[key] if source == "names" else key
                listed.append((date, oid, row["id"], row["downloads"], row["downloadsAllTime"], row["likes"], source))
        return sorted(listed, key=str)

    def measure_distance(self, date: dt.date, name: str, oid: str) -> int:
        return min(
            abs((d - date).days)
            for d, (source, rows) in self.find_days().items()
            if source != "names" and rows.get(oid, {}).get("id") == name
        )


@settings(
    max_examples=200 if THOROUGH else 8, deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True
)
@given(steps=st.lists(operations, min_size=2, max_size=10))
def test_any_order_gives_what_the_contents_say(translation_warehouse: Path, steps: list[tuple[Any, ...]]) -> None:
    root = Path(tempfile.mkdtemp(prefix="almanac-imports-"))
    reference = Reference()
    try:
        with open_warehouse_copy(translation_warehouse, root / "hub.duckdb") as con:
            for number, step in enumerate(steps):
                match step:
                    case ("own", date, rows):
                        load_hub(con, root / "spool", date, "hub", rows)
                        reference.own[date] = rows
                    case ("forget", date):
                        if date not in reference.own:
                            continue
                        forget_day(con, date)
                        settle(con, root / "imports")
                        del reference.own[date]
                    case ("compact", month):
                        compact_month(con, month)
                    case ("remove", name):
                        remove_source(con, name)
                        reference.imports.pop(name, None)
                        settle(con, root / "imports")
                    case ("import", name, days):
                        shelve(con, root / "imports", name, days, number)
                        settle(con, root / "imports")
                        for dates in split_months(days):
                            reference.replace_span(name, dates[0], dates[-1])
                        reference.imports.setdefault(name, {}).update(days)
                assert read_rows(con) == reference.list_rows(), (number, step)
                if THOROUGH:
                    check_derived_history(con)
            check_derived_history(con)
    finally:
        shutil.rmtree(root)


def check_derived_history(con: duckdb.DuckDBPyConnection) -> None:
    """Check that restating all days changes nothing."""
    derived = {table: con.execute(f"FROM store.{table} ORDER BY ALL").fetchall() for table in DERIVED_TABLES}
    restate_all_days(con)
    for table, rows in derived.items():
        assert con.execute(f"FROM store.{table} ORDER BY ALL").fetchall() == rows, table


def settle(con: duckdb.DuckDBPyConnection, shelf: Path) -> None:
    settle_days(con, shelf)
    finish_import(con)


def read_rows(con: duckdb.DuckDBPyConnection) -> list[tuple[Any, ...]]:
    query = (
        "SELECT h.date, CASE WHEN NOT store.is_provisional(h.oid) THEN h.oid END, h.id, h.downloads, h.downloads_all_time, h.likes, s.source "
        "FROM model_history h JOIN snapshots s ON s.date = h.date AND s.kind = 'model'"
    )
    return sorted(con.execute(query).fetchall(), key=str)
