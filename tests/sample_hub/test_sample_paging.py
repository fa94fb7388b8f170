import string
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from pipeline.sample_hub.days import Row
from pipeline.sample_hub.listing import SORTS, Query, SortedRows

dates = st.integers(2010, 2013).map(lambda year: f"{year}-03-02T23:29:04.000Z")
numbers = st.integers(0, 3) | st.sampled_from([0.2, 0.6000000000000001, 9.600000000000001])
oids = st.text(string.hexdigits.lower(), min_size=4, max_size=4)


@st.composite
def lists_of_rows(draw: st.DrawFn) -> list[Row]:
    """Many ties and some missing values."""
    rows: list[Row] = []
    for oid in draw(st.sets(oids, max_size=30)):
        values = {key: draw(st.none() | (dates if key in ("createdAt", "lastModified") else numbers)) for key in SORTS}
        rows.append({"_id": oid, "id": f"someone/{oid}", **{k: v for k, v in values.items() if v is not None}})
    return rows


@given(rows=lists_of_rows(), sort=st.sampled_from(SORTS), ascending=st.booleans(), limit=st.integers(1, 8))
def test_joined_pages_are_the_sorted_list(rows: list[Row], sort: str, ascending: bool, limit: int):
    sorted_rows = SortedRows(rows)
    query = Query(sort=sort, ascending=ascending, limit=limit)
    paged_rows: list[Row] = []
    while True:
        page = sorted_rows.select_page(query)
        paged_rows += page.rows
        if page.cursor is None:
            break
        assert len(page.rows) == limit
        query = replace(query, cursor=page.cursor)

    rows_with_value = [row for row in rows if sort in row]
    by_oid = sorted(rows_with_value, key=lambda row: row["_id"])
    expected_rows = sorted(by_oid, key=lambda row: row[sort], reverse=not ascending)
    assert paged_rows == expected_rows + sorted((row for row in rows if sort not in row), key=lambda row: row["_id"])
