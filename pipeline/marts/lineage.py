"""From which model those on the boards descend, as last known: following `base_model:` tags through the warehouse."""

import datetime as dt

import duckdb
import polars as pl
import pyarrow as pa

from pipeline.ranking.lineage import root
from pipeline.sql import registered, statement

GENERATIONS = 30


def trace_families(con: duckdb.DuckDBPyConnection, day: dt.date) -> None:
    """Note base_relation, base_model and root_model of every repo on the day's boards in `families`, within the caller's transaction.

    A base is looked for under every name it ever bore, and goes by the one it bears now. Chains longer than GENERATIONS end
    there.
    """
    models = con.execute(statement("marts/models_of_day"), {"date": day}).pl()
    base_of: dict[str, str | None] = dict(models.select("id", "base_model").iter_rows())
    asked = {base for base in base_of.values() if base} - base_of.keys()
    for _ in range(GENERATIONS):
        if not asked:
            break
        with registered(con, "wanted_name", pa.table({"id": sorted(asked)})):
            base_of |= dict.fromkeys(asked) | dict(con.execute(statement("marts/base_names")).fetchall())
        asked = {base for name in asked if (base := base_of[name])} - base_of.keys()
    roots = pl.Series("root_model", [root(name, base_of) for name in models["id"]], pl.String)
    con.execute(statement("marts/delete_families"), {"date": day})
    with registered(con, "family", models.with_columns(roots).to_arrow()):
        con.execute("INSERT INTO families BY NAME FROM family ORDER BY oid")
