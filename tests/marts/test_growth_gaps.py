"""Gains agree on boards, in macros and in commands, whichever days and rows are missing."""

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
from tests.fixtures.days import DAY, Load, model

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


def read_gains(con: duckdb.DuckDBPyConnection, date: dt.date, n: int) -> dict[str, tuple[int | None, int | None]]:
    return {
        name: (likes_gain, downloads_gain)
        for name, likes_gain, downloads_gain in con.execute(
            "SELECT id, likes_gained, downloads_gained FROM growth('translation', $n, $d)", {"n": n, "d": date}
        ).fetchall()
    }


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
            load(rows, DAY + dt.timedelta(on), scope, require_checks=False, rank=False)
    days_by_name = {f"owner/model-{number}": read_repo_days(con, f"owner/model-{number}")["model"] for number in REPOS}
    series = {name: build_series(days) for name, days in days_by_name.items()}
    for date in (DAY + dt.timedelta(on) for on in (last, gap[-1] + 1, gap[-1] + 3)):
        rank_day(con, date)
        board_rows = con.execute(
            "SELECT id, likes_1d, CASE WHEN likes_7d_basis = '7d' THEN CAST(round(likes_7d) AS BIGINT) END FROM trends "
            "WHERE date = $d AND category = 'translation' AND board = 'attention'",
            {"d": date},
        ).fetchall()
        assert board_rows
        gains = {n: read_gains(con, date, n) for n in (1, 3, 7)}
        for n, by_macro in gains.items():
            by_command = {
                name: tuple(
                    interpolate_gain(series[name], counter, date, n).amount for counter in (read_likes, read_downloads)
                )
                for name in by_macro
            }
            assert by_macro == by_command
        for name, of_day, of_week in board_rows:
            assert (of_day, of_week) == (gains[1][name][0], gains[7][name][0])
