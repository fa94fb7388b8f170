"""Trace the models on the boards to their roots by following `base_model:` tags through the warehouse."""

import datetime as dt

import duckdb
import polars as pl
import pyarrow as pa

from pipeline.ranking.lineage import find_root
from pipeline.sql import read_frame, register_frame, statement

MAX_GENERATIONS = 30


def trace_families(con: duckdb.DuckDBPyConnection, day: dt.date) -> None:
    """Store base_relation, base_model and root_model of the day's repos in `families`, in the caller's transaction.

    A base is found under every name it ever had, and stored under its current one. Chains end after MAX_GENERATIONS.
    """
    models = read_frame(con, statement("marts/models_of_day"), {"date": day})
    base_by_name: dict[str, str | None] = dict(models.select("id", "base_model").iter_rows())
    wanted_names = {base for base in base_by_name.values() if base} - base_by_name.keys()
    for _ in range(MAX_GENERATIONS):
        if not wanted_names:
            break
        with register_frame(con, "wanted_name", pa.table({"id": sorted(wanted_names)})):
            base_by_name |= dict.fromkeys(wanted_names) | dict(con.execute(statement("marts/base_names")).fetchall())
        wanted_names = {base for name in wanted_names if (base := base_by_name[name])} - base_by_name.keys()
    roots = pl.Series("root_model", [find_root(name, base_by_name) for name in models["id"]], pl.String)
    con.execute(statement("marts/delete_families"), {"date": day})
    with register_frame(con, "family", models.with_columns(roots).to_arrow()):
        con.execute("INSERT INTO families BY NAME FROM family ORDER BY oid")
