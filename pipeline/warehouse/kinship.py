"""From which model those on the boards descend, as last known: following `base_model:` tags through the warehouse."""

import datetime as dt

import duckdb
import pyarrow as pa

from pipeline.boards.families import root
from pipeline.sql import statement

GENERATIONS = 30


def trace_families(con: duckdb.DuckDBPyConnection, day: dt.date) -> None:
    """Note relation, base and root of every repo on the day's boards in `families`, within the caller's transaction.

    A base is looked for under every name it ever bore, and goes by the one it bears now. Chains longer than GENERATIONS end
    there.
    """
    base_of: dict[str, str | None] = dict(con.execute(statement("marts/bases_of_day"), {"date": day}).fetchall())
    asked = {base for base in base_of.values() if base} - base_of.keys()
    for _ in range(GENERATIONS):
        if not asked:
            break
        con.register("asked", pa.table({"id": sorted(asked)}))
        base_of |= dict.fromkeys(asked) | dict(con.execute(statement("marts/bases")).fetchall())
        con.unregister("asked")
        asked = {base for name in asked if (base := base_of[name])} - base_of.keys()
    roots = {name: root(name, base_of) for name in base_of}
    con.register(
        "rooted",
        pa.table(
            {"id": list(roots), "root": list(roots.values())},
            schema=pa.schema([("id", pa.string()), ("root", pa.string())]),
        ),
    )
    con.execute("DELETE FROM families WHERE oid IN (SELECT t.oid FROM trends t WHERE t.date = $date)", {"date": day})
    con.execute(statement("marts/families"), {"date": day})
    con.unregister("rooted")
