"""The contract of pieces."""

import datetime as dt

from pipeline.hub_api.fields import FIELDS
from pipeline.imports.pieces import COLUMNS, WHOLE_DAY, ImportPlan, Piece, SourceInfo

DAY = dt.date(2025, 3, 1)
SOURCE = SourceInfo("name", "/somewhere", "table", None, False, "", WHOLE_DAY, False)


def test_columns_are_those_of_the_hubs_fields() -> None:
    columns = {column.name: column.type for field in FIELDS for column in field.columns}
    shared = {name: type_ for name, type_ in COLUMNS.items() if name not in ("day", "observed_at", "oid")}
    assert shared == {name: columns[name] for name in shared}


def test_a_plan_with_a_piece_of_unknown_size_has_no_row_count() -> None:
    first, second = (Piece("model", DAY, DAY, (), text, rows, 10) for text, rows in (("a", 3), ("b", None)))
    assert ImportPlan(SOURCE, (first, second)).rows is None
    assert ImportPlan(SOURCE, (first,)).rows == 3
    assert ImportPlan(SOURCE, (first, second)).bytes == 20
