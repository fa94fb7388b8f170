"""Days loaded in any order, replaced and compacted always match the reference."""

import datetime as dt
import hashlib
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb
import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from pipeline.crawl.manifest import AcceptRecord, FinishRecord, Header, PageRecord
from pipeline.crawl.spool import compress_rows, start_or_resume
from pipeline.warehouse.catalogue_tables import store_catalogue
from pipeline.warehouse.compaction import compact_month
from pipeline.warehouse.connection import open_warehouse
from pipeline.warehouse.derived_history import DERIVED_TABLES, restate_all_days
from pipeline.warehouse.load import load_day
from tests.conftest import THOROUGH
from tests.fixtures.catalogues import part_of_catalogue
from tests.fixtures.days import open_warehouse_copy

from .reference import Day, Reference

DATES = [dt.date(2026, 9, 28) + dt.timedelta(n) for n in (0, 1, 2, 3, 4, 5, 6)]  # two months
NAMES = ("a/one", "a/two", "b/three", "b/four")
TASKS = [("translation",), ("translation", "text-generation"), ("text-generation",)]
OIDS = [f"{0x65000000 + n:08x}{n:016x}" for n in range(4)]
counts = st.one_of(st.none(), st.integers(0, 3))
rows = st.fixed_dictionaries(
    {
        "id": st.sampled_from(NAMES), "downloads": counts, "downloadsAllTime": counts, "likes": counts,
        "gated": st.sampled_from([None, False, "auto"]), "pipeline_tag": st.sampled_from(["translation", "text-generation", None]),
        "library_name": st.sampled_from(["peft", None]), "tags": st.sampled_from([["x"], ["license:mit", "x"], ["x", "license:mit"], ["license:mit", "license:gpl"], ["license:gpl", "license:mit", "x"]]),
        "createdAt": st.sampled_from(["2026-01-01T00:00:00.000Z", "2026-09-30T12:00:00.000Z"]),
    }
)  # fmt: skip


@st.composite
def draw_hub(draw: st.DrawFn) -> dict[str, dict[str, Any]]:
    """Repos by _id, with distinct names."""
    hub: dict[str, dict[str, Any]] = {}
    for oid in draw(st.lists(st.sampled_from(OIDS), min_size=1, unique=True)):
        row = draw(rows)
        if row["id"] not in {earlier_row["id"] for earlier_row in hub.values()}:
            hub[oid] = row
    return hub


def load_hub(
    con: duckdb.DuckDBPyConnection,
    root: Path,
    date: dt.date,
    scope: str,
    hub: dict[str, dict[str, Any]],
    covered: Sequence[str] = ("translation",),
) -> dt.datetime:
    """Load a day from a spool with all rows on one page, and without rows in the lists of the `covered` tasks; return its start."""
    at = dt.datetime.combine(date, dt.time(9), dt.UTC)
    spool = start_or_resume(root, Header(date, scope, "http://hub", "plan"))
    rows = [msgspec.json.encode({"_id": oid, **row}) for oid, row in hub.items()]
    for number, task in enumerate([None, *covered] if scope != "hub" else [None]):
        data = compress_rows([] if task else rows)
        name, digest = f"{number:06d}.ndjson.zst", hashlib.sha256(data).hexdigest()
        page = PageRecord(name, task or "models", "model", 0 if task else len(rows), len(data), digest, at)
        if task:
            page = msgspec.structs.replace(page, category=task, selector=(("pipeline_tag", task),))
        spool.add_page(page, data)
    spool.log(AcceptRecord())
    load_day(con, spool.finish(FinishRecord(at, at, 1)), require_checks=False)
    return at


class Days(RuleBasedStateMachine):
    new_warehouse: Path
    """Copied for each example."""

    @initialize()
    def begin(self) -> None:
        self.root = Path(tempfile.mkdtemp(prefix="almanac-property-"))
        self.warehouse_context = open_warehouse_copy(self.new_warehouse, self.root / "hub.duckdb")
        self.con = self.warehouse_context.__enter__()
        self.reference = Reference()
        self.steps = 0

    @rule(
        date=st.sampled_from(DATES), scope=st.sampled_from(["hub", "categories", "leaders"]), hub=draw_hub(),
        covered=st.sampled_from(TASKS), followed=st.sampled_from(TASKS),
    )  # fmt: skip
    def load(
        self,
        date: dt.date,
        scope: str,
        hub: dict[str, dict[str, Any]],
        covered: tuple[str, ...],
        followed: tuple[str, ...],
    ) -> None:
        """The crawl listed the tasks `covered`; since then, the catalogue may have changed to `followed`."""
        if scope == "categories":
            hub = {oid: row for oid, row in hub.items() if row["pipeline_tag"] in covered}
        if not hub:
            return
        store_catalogue(self.con, part_of_catalogue(followed))
        at = load_hub(self.con, self.root / "spool", date, scope, hub, covered)
        self.reference.days[date] = Day(scope, at.replace(tzinfo=None), hub, covered)

    @rule(month=st.sampled_from([dt.date(2026, 9, 1), dt.date(2026, 10, 1)]))
    def compact(self, month: dt.date) -> None:
        compact_month(self.con, month)

    @invariant()
    def every_day_is_as_loaded(self) -> None:
        for date in getattr(self, "reference", Reference()).days:
            answer = self.ask(
                "SELECT oid, id, downloads, downloads_all_time, likes, gated, status "
                "FROM models_on($date) ORDER BY oid", date=date,
            )  # fmt: skip
            assert [
                (*row[:5], {"false": False}.get(row[5], row[5]), row[6]) for row in answer
            ] == self.reference.list_day(date)

    @invariant()
    def every_name_has_its_history(self) -> None:
        """Checks one name after each step."""
        if not hasattr(self, "reference"):
            return
        self.steps += 1
        for name in NAMES if THOROUGH else [NAMES[self.steps % len(NAMES)]]:
            query = "SELECT date, oid, id, downloads, likes FROM history_of($name) ORDER BY date"
            if history := self.reference.list_history(name):
                assert self.ask(query, name=name) == history
            else:
                with pytest.raises(duckdb.InvalidInputException, match="never observed"):
                    self.ask(query, name=name)

    @invariant()
    def every_event_is_listed(self) -> None:
        if hasattr(self, "reference"):
            answer = self.ask("SELECT date, oid, event, old, new FROM events")
            assert sorted(answer, key=str) == self.reference.list_events()

    @invariant()
    def every_repo_has_its_first_and_last_day(self) -> None:
        if hasattr(self, "reference"):
            spans: dict[str, list[dt.date]] = {}
            for date, day in sorted(self.reference.days.items()):
                for oid in day.rows:
                    spans.setdefault(oid, []).append(date)
            answer = self.ask("SELECT oid, first_seen, last_seen FROM models ORDER BY oid")
            assert answer == sorted((oid, dates[0], dates[-1]) for oid, dates in spans.items())

    def ask(self, query: str, **params: Any) -> list[tuple[Any, ...]]:
        return self.con.execute(query, params).fetchall()

    def teardown(self) -> None:
        if hasattr(self, "warehouse_context"):
            self.warehouse_context.__exit__(None, None, None)
            shutil.rmtree(self.root)


Days.TestCase.settings = settings(
    max_examples=25 if THOROUGH else 6,
    stateful_step_count=12,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
TestDays = Days.TestCase


@pytest.fixture(scope="module", autouse=True)
def new_warehouse_of_days(translation_warehouse: Path) -> None:
    Days.new_warehouse = translation_warehouse


LONG = [dt.date(2026, 9, 20) + dt.timedelta(n) for n in range(13)]
PLAIN = {"downloads": 5, "likes": 1, "gated": None, "pipeline_tag": None, "library_name": None, "tags": ["x"], "createdAt": "2026-01-01T00:00:00.000Z"}  # fmt: skip


@settings(max_examples=25 if THOROUGH else 2, deadline=None)
@given(data=st.data())
def test_counters_below_their_highest_are_marked_in_any_order_of_days(
    translation_warehouse: Path, data: st.DataObject
) -> None:
    """Days of three repos come in any order, some twice, and one month is compacted."""
    counters = st.lists(st.one_of(st.none(), st.integers(0, 4)), min_size=len(LONG), max_size=len(LONG))
    series = {oid: data.draw(counters) for oid in OIDS[:3]}
    mostly_low = data.draw(st.integers(0, 9))
    series[OIDS[0]] = [9 if n == mostly_low % 4 else value and min(value, 3) for n, value in enumerate(series[OIDS[0]])]
    order = data.draw(st.permutations(range(len(LONG))))
    repeated_days = data.draw(st.lists(st.sampled_from(range(len(LONG))), max_size=3))
    reference = Reference()
    with (
        tempfile.TemporaryDirectory() as folder,
        open_warehouse_copy(translation_warehouse, Path(folder) / "hub.duckdb") as con,
    ):
        for step, n in enumerate([*order, *repeated_days]):
            day_values = {
                oid: values[n] if step < len(order) else data.draw(st.integers(0, 4)) for oid, values in series.items()
            }
            hub = {
                oid: PLAIN | {"id": f"a/{oid}", "downloadsAllTime": value, "likes": data.draw(st.sampled_from([0, 3, 100, 101]))}
                for oid, value in day_values.items()
                if value != 4 or oid == OIDS[0]
            }  # fmt: skip
            at = load_hub(con, Path(folder) / "spool", LONG[n], "hub", hub)
            reference.days[LONG[n]] = Day("hub", at.replace(tzinfo=None), hub)
            if step == len(order) - 1:
                compact_month(con, dt.date(2026, 9, 1))
        answer = con.execute("SELECT date, oid, status FROM model_history").fetchall()
        assert {(date, oid): status for date, oid, status in answer} == {
            (date, oid): reference.find_mark(date, oid) or "observed" for date, day in reference.days.items() for oid in day.rows
        }  # fmt: skip
        derived_rows = {table: con.execute(f"FROM store.{table} ORDER BY ALL").fetchall() for table in DERIVED_TABLES}
        restate_all_days(con)
        for table, table_rows in derived_rows.items():
            assert con.execute(f"FROM store.{table} ORDER BY ALL").fetchall() == table_rows, table


def test_compaction_keeps_each_second(tmp_path: Path) -> None:
    """Rows keep their second even if they come in another order than their repos."""
    dates, seconds = DATES[:2], [3, 1, 3, 2, 1]
    with open_warehouse(tmp_path / "hub.duckdb") as con:
        for date in dates:
            con.execute(
                "INSERT INTO store.snapshot (date, kind, scope, status) VALUES ($d, 'model', 'hub', 'ok')", {"d": date}
            )
            con.execute(
                "INSERT INTO store.daily SELECT 'model', $d, i, 1, CAST($d AS TIMESTAMP) + to_seconds(s), 1, 1, 1, 1 "
                "FROM (SELECT unnest($s) AS s, generate_subscripts($s, 1) AS i)", {"d": date, "s": seconds},
            )  # fmt: skip
        con.execute("INSERT INTO store.repo (repo, kind, oid) SELECT range, 'model', range FROM range(1, 6)")
        before = con.execute("FROM store.fact ORDER BY date, repo").fetchall()
        assert len(before) == 10
        compact_month(con, dt.date(2026, 9, 1))
        assert con.execute("SELECT count(*) FROM store.daily").fetchall() == [(0,)]
        assert con.execute("SELECT count(*) FROM store.daily_interval").fetchall() == [(5,)]
        assert con.execute("FROM store.fact ORDER BY date, repo").fetchall() == before
