"""Any value in a row ends in a good day or one typed error, in bounded time and memory."""

import datetime as dt
import hashlib
import json
import resource
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.config import Home
from pipeline.crawl.manifest import FinishRecord, Header, PageRecord
from pipeline.crawl.spool import Spool, compress_rows, start_or_resume
from pipeline.errors import AlmanacError, HubBroken
from pipeline.export.files import Request, open_writer, plan_parts, read_source, write_part
from pipeline.export.folder import FileFormat
from pipeline.marts.build import build_category_totals, build_featured, build_movers, rank_day
from pipeline.marts.scorecard import evaluate_boards
from pipeline.published.data_dictionary import load_relations
from pipeline.published.reader import open_published as open_database
from pipeline.publishing.publish import publish
from pipeline.publishing.verify import verify_warehouse
from pipeline.site.build import build_site
from pipeline.warehouse.load import LoadedKind, load_day
from tests.conftest import THOROUGH
from tests.fixtures.catalogues import part_of_catalogue
from tests.fixtures.days import FOLLOWED_CATEGORIES, model, new_warehouse, open_warehouse_copy  # noqa: F401

DAY = dt.date(2026, 11, 10)
CATALOGUE = part_of_catalogue(FOLLOWED_CATEGORIES)
FEATURED = CATALOGUE.featured[0].id
MEMORY = 1_000_000_000  # maximum growth of the process in bytes
# JSON texts: the standard library cannot write all of these values.
NUMBERS = [
    "0", "-0", "-1", "1", "-0.0", "0.5", "1e3", "1e15", "999999999999999", "1000000000000000", "1000000000000001", "9007199254740993",
    str(2**31), str(2**63 - 1), str(2**63), str(2**64), str(-(2**63)), str(-(2**63) - 1), str(10**40), "1e308", "-1e308", "1e309", "5e-324",
]  # fmt: skip
TEXTS = [
    "", " ", "12", "-1", "true", "NaN", "Infinity", "-infinity", "epoch", "null", "10000-01-01T00:00:00.000Z", "0001-01-01T00:00:00.000Z",
    "-4713-01-01", "294247-01-10T04:00:54.775Z", "1969-12-31T23:59:59.999Z", "2026-11-10T00:00:00.000Z", "2026-02-30T00:00:00Z", "2026-11-10T25:00:00Z",
    "2024-02-29T12:00:00+99:99", "9999-12-31T23:59:59.999999Z", "\0", "a\0b", "\x1b[2J\x1b[31m", "two\nlines\r", "\u202e\u2028\ufeff", "a" * 201, "b" * 100_000, "../../x",
    "<script>alert(1)</script>", "'; DROP TABLE store.repo; --", "=cmd|' /C calc'!A0", "{{7*7}}%s%n", "\ufffd\uffff\U0010ffff", "license:", "translation",
]  # fmt: skip
OTHER_VALUES = [
    "null", "true", "false", "[]", "{}", "[null]", "[[]]", '[""]', "[1,2.5,true,null,{}]", '{"a":1}', '{"total":null}', '{"total":-1}',
    '{"total":1e300}', f'{{"total":{2**63 - 1}}}', '{"total":"7"}', '{"total":[1]}', '{"relation":1,"models":[1,null,{"id":null},{"id":{}}]}',
    '{"relation":"finetune","models":[{"id":"owner/model-1"},{"id":"owner/model-1"}]}', '{"relation":[],"models":{}}', '{"models":[]}',
    "[" * 500 + "]" * 500, '{"a":' * 500 + "1" + "}" * 500, json.dumps(["t"] * 6000), json.dumps([f"license:{n}" * 50 for n in range(200)]),
    json.dumps(["translation", "base_model:a/b", "\0"]), json.dumps({"": {"": [""]}}), json.dumps({f"k{n}": n for n in range(2000)}),
]  # fmt: skip
EXTREMES = [*NUMBERS, *map(json.dumps, TEXTS), *OTHER_VALUES]
FIELDS = ("author", "createdAt", "lastModified", "downloads", "downloadsAllTime", "likes", "trendingScore", "pipeline_tag", "library_name",
          "tags", "gated", "disabled", "baseModels", "safetensors", "unasked")  # fmt: skip
IDENTITY = ("_id", "id", "private")


@pytest.fixture
def con(home: Home, new_warehouse: Path) -> Iterator[duckdb.DuckDBPyConnection]:  # noqa: F811
    with open_warehouse_copy(new_warehouse, home.warehouse) as con:
        yield con


def measure_peak_memory() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def encode_row(row: dict[str, Any], **raw: str) -> bytes:
    """`raw`: fields that are JSON already."""
    fields = {name: json.dumps(value) for name, value in row.items()} | raw
    return ("{" + ",".join(f"{json.dumps(name)}:{value}" for name, value in fields.items()) + "}").encode()


def spool_page(
    spool: Spool, rows: Sequence[bytes], at: dt.datetime, kind: Any = "model", requested_repo: str | None = None
) -> None:
    data = compress_rows(rows)
    name = f"{len(spool.pages):06d}.ndjson.zst"
    listing = f"featured.{requested_repo}" if requested_repo else f"{kind}s"
    digest = hashlib.sha256(data).hexdigest()
    spool.add_page(PageRecord(name, listing, kind, len(rows), len(data), digest, at, requested_id=requested_repo), data)


def load_rows(
    con: duckdb.DuckDBPyConnection,
    home: Home,
    day: dt.date,
    rows: Sequence[bytes],
    detail: bytes | None = None,
    *,
    derived: bool = True,
) -> list[LoadedKind]:
    """Spool and load the rows as models and datasets, and a featured model's detail; build all derived data if `derived`."""
    at = dt.datetime.combine(day, dt.time(9), dt.UTC)
    spool = start_or_resume(home.spool, Header(day, "leaders", "http://hub", "plan"))
    good_rows = [encode_row(model(n, likes=10 * n + (day - DAY).days * n)) for n in range(1, 60)]
    spool_page(spool, [*good_rows, *rows], at)
    spool_page(spool, [*good_rows, *rows], at, "dataset")
    spool_page(spool, [encode_row(model(70, id=FEATURED)) if detail is None else detail], at, requested_repo=FEATURED)
    kinds = load_day(con, spool.finish(FinishRecord(at, at, 1)), require_checks=False)
    for derive in (rank_day, build_featured, build_category_totals, build_movers, evaluate_boards) if derived else ():
        derive(con, day)
    return kinds


def publish_everything(con: duckdb.DuckDBPyConnection, home: Home, day: dt.date) -> None:
    """Publish and verify, build the site and export all relations."""
    publish(con, home.warehouse, home.published)
    with open_database(home) as reader_con:
        site = build_site(reader_con, home.site, day)
        source = read_source(reader_con)
    assert site.file_count > 20 and site.broken_links == []
    folder = home.root / "export"
    scratch = folder / "scratch"
    scratch.mkdir(parents=True, exist_ok=True)
    for form in FileFormat:
        with open_writer(home, folder, scratch) as writer_con:
            for part in plan_parts(Request(list(load_relations()), day, day, form), source):
                write_part(writer_con, part, source, scratch, folder)
    assert [proof for proof in verify_warehouse(con, 2) if proof.differing] == []


def test_every_field_may_hold_anything(con: duckdb.DuckDBPyConnection, home: Home):
    before = measure_peak_memory()
    cases = [(field, value) for field in FIELDS for value in EXTREMES]
    for ago, days in enumerate((0, 1, 7)):
        # rotate the extremes, so that each repo changes between kinds of them
        rotated_cases = [
            (field, EXTREMES[(EXTREMES.index(value) + 11 * ago) % len(EXTREMES)]) for field, value in cases
        ]
        rows = [
            encode_row(model(1000 + n, id=f"odd/row-{n}"), **{field: value})
            for n, (field, value) in enumerate(rotated_cases)
        ]
        kinds = load_rows(con, home, DAY + dt.timedelta(days), rows, rows[7 * ago])
        assert [(kind.rows, kind.rejects) for kind in kinds] == [(59 + len(cases), 0)] * 2
    bounds = con.execute(
        """SELECT max(downloads) <= 10**15 AND max(downloads_all_time) <= 10**15 AND max(likes) <= 10**15
            AND min(least(downloads, downloads_all_time, likes)) >= 0 AND bool_and(abs(trending_score) <= 1e9) FROM store.counted"""
    ).fetchone()
    assert bounds == (True,)
    dates = (
        "SELECT min(least(created_at, last_modified)), max(greatest(created_at, last_modified)) FROM store.description"
    )
    first, last = con.execute(dates).fetchall()[0]
    assert dt.datetime(2016, 1, 1) <= first and last <= dt.datetime(2026, 11, 18, 9)
    publish_everything(con, home, DAY + dt.timedelta(7))
    # an older or foreign file may contain values that loading now rejects
    con.execute("UPDATE store.description SET created_at = TIMESTAMP '10000-01-01'")
    publish(con, home.warehouse, home.published)
    with open_database(home) as read:
        assert build_site(read, home.site).broken_links == []
    assert measure_peak_memory() - before < MEMORY


@pytest.mark.parametrize("field", IDENTITY)
def test_identity_may_hold_anything(con: duckdb.DuckDBPyConnection, home: Home, field: str):
    """Loading rejects rows without identity, and fails with a typed error if there are too many."""
    load_rows(con, home, DAY, [], derived=False)
    rows = [encode_row(model(1000 + n), **{field: value}) for n, value in enumerate(EXTREMES)]
    if field == "private":
        kinds = load_rows(con, home, DAY + dt.timedelta(1), rows, rows[3])
        public = len([value for value in EXTREMES if value in ("null", "false")])
        assert [(kind.rows, kind.rejects) for kind in kinds] == [(59 + public, 0)] * 2
        return
    with pytest.raises(HubBroken):
        load_rows(con, home, DAY + dt.timedelta(1), rows)
    assert con.execute("SELECT max(date) FROM store.snapshot").fetchall() == [(DAY,)]
    odd_rows = rows[::20]
    for number, odd in enumerate(odd_rows):
        load_rows(con, home, DAY + dt.timedelta(2 + number), [odd], odd, derived=number == len(odd_rows) - 1)


SCALAR = (
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=30)
)
ANY_JSON = st.recursive(SCALAR, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4), max_leaves=8)  # fmt: skip
VALUE = st.sampled_from(EXTREMES) | ANY_JSON.map(json.dumps)
ROW = st.dictionaries(st.sampled_from(FIELDS + IDENTITY), VALUE, max_size=4)


@settings(
    max_examples=200 if THOROUGH else 5,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(days=st.lists(st.lists(ROW | VALUE, max_size=40), min_size=1, max_size=2))
def test_generated_rows_end_in_a_good_day_or_one_typed_error(
    tmp_path_factory: pytest.TempPathFactory,
    new_warehouse: Path,  # noqa: F811
    days: list[list[Any]],
):
    home = Home(tmp_path_factory.mktemp("home"))
    with open_warehouse_copy(new_warehouse, home.warehouse) as con:
        for number, generated_rows in enumerate(days):
            rows = [
                encode_row(model(1000 + n), **row) if isinstance(row, dict) else row.encode()
                for n, row in enumerate(generated_rows)
            ]
            try:
                load_rows(con, home, DAY + dt.timedelta(number), rows, rows[0] if rows else None)
            except AlmanacError as error:
                assert "\n" not in str(error) and len(str(error)) < 500
                con.execute("SELECT count(*) FROM store.fact").fetchall()
