"""Gains agree on boards, in macros and in commands, whichever days and rows are missing or late, compacted or not."""

import datetime as dt
import os
import random
from typing import Any

import duckdb
import pytest

from pipeline.crawl.scope import Scope
from pipeline.marts.build import rank_day
from pipeline.published.repo_series import read_downloads, read_likes, read_repo_days
from pipeline.published.spans import build_series, interpolate_gain
from pipeline.warehouse.compaction import compact_month
from tests.fixtures.days import DAY, Load, model

Gains = dict[str, tuple[int | None, int | None]]

FIRST = DAY + dt.timedelta(12)  # a month ends among the days
REPOS = range(1, 20)
SEEDS = range(12 if os.environ.get("ALMANAC_THOROUGH") else 1)


def build_models(chance: random.Random, on: int, counters: dict[int, list[int]]) -> list[dict[str, Any]]:
    """Some models are absent, some lack the all-time counter."""
    rows = []
    for number in REPOS:
        counters[number][0] += chance.randrange(0, 9)
        counters[number][1] += chance.randrange(1, 5_000)
        if chance.random() < 0.15:
            continue
        values = {"likes": counters[number][0], "downloadsAllTime": counters[number][1], "downloads": 300 + on}
        if chance.random() < 0.1:
            del values["downloadsAllTime"]
        row = model(number, **values)
        if "downloadsAllTime" not in values:
            del row["downloadsAllTime"]
        rows.append(row)
    return rows


def delay_rows(con: duckdb.DuckDBPyConnection, chance: random.Random, date: dt.date) -> None:
    """Some rows of a day arrive hours later, as in a resumed crawl."""
    for number in REPOS:
        if chance.random() < 0.2:
            con.execute(
                "UPDATE store.daily SET observed_at = observed_at + to_hours($hours) WHERE date = $date AND repo IN "
                "(SELECT repo FROM store.description WHERE id = $id)",
                {"hours": chance.choice([1, 4, 13]), "date": date, "id": f"owner/model-{number}"},
            )


def read_gains(con: duckdb.DuckDBPyConnection, date: dt.date, n: int) -> Gains:
    return {
        name: (likes_gain, downloads_gain)
        for name, likes_gain, downloads_gain in con.execute(
            "SELECT id, likes_gained, downloads_gained FROM growth('translation', $n, $d)", {"n": n, "d": date}
        ).fetchall()
    }


def read_featured_gains(con: duckdb.DuckDBPyConnection, date: dt.date, n: int) -> Gains:
    return {
        name: (likes_gain, downloads_gain)
        for name, likes_gain, downloads_gain in con.execute(
            "SELECT any_value(d.id), any_value(g.gained) FILTER (g.counter = 'likes'), "
            "any_value(g.gained) FILTER (g.counter = 'downloads_all_time') "
            "FROM store.gains_of((SELECT list(r.repo) FROM store.repo r), [$n], $d, $d) g "
            "JOIN store.description d ON d.repo = g.repo GROUP BY g.repo",
            {"n": n, "d": date},
        ).fetchall()
    }


def check_outputs(con: duckdb.DuckDBPyConnection, dates: list[dt.date]) -> dict[tuple[dt.date, int], Gains]:
    """Compare the outputs with each other; return the gains by day and span."""
    series = {
        name: build_series(read_repo_days(con, name)["model"]) for name in (f"owner/model-{number}" for number in REPOS)
    }
    gains = {(date, n): read_gains(con, date, n) for date in dates for n in (1, 3, 7)}
    for (date, n), by_macro in gains.items():
        by_command = {
            name: tuple(
                interpolate_gain(series[name], counter, date, n).amount for counter in (read_likes, read_downloads)
            )
            for name in by_macro
        }
        assert by_macro == by_command
        assert by_macro == read_featured_gains(con, date, n)
    for date in dates:
        rank_day(con, date)
        board_rows = con.execute(
            "SELECT id, likes_1d, CASE WHEN likes_7d_basis = '7d' THEN CAST(round(likes_7d) AS BIGINT) END FROM trends "
            "WHERE date = $d AND category = 'translation' AND board = 'attention'",
            {"d": date},
        ).fetchall()
        assert board_rows
        for name, of_day, of_week in board_rows:
            assert (of_day, of_week) == (gains[date, 1][name][0], gains[date, 7][name][0])
    return gains


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("scope", [Scope.hub, Scope.categories])
def test_a_gain_is_the_same_in_every_output(
    load: Load, con: duckdb.DuckDBPyConnection, seed: int, scope: Scope
) -> None:
    chance = random.Random(seed)
    counters = {number: [100 * number, 10_000 * number] for number in REPOS}
    gap = range(4, 4 + chance.choice([2, 5, 9]))
    last = 11 + len(gap)
    for on in range(last + 1):
        rows = build_models(chance, on, counters)
        if on not in gap:
            load(rows, FIRST + dt.timedelta(on), scope, require_checks=False, rank=False)
            delay_rows(con, chance, FIRST + dt.timedelta(on))
    dates = [FIRST + dt.timedelta(on) for on in (last, gap[-1] + 1, gap[-1] + 3)]
    gains = check_outputs(con, dates)
    for month in (FIRST, dates[0]):  # the last month's days remain at first
        compact_month(con, month.replace(day=1))
        assert check_outputs(con, dates) == gains
