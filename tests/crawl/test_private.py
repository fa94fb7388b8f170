"""Private repos reach neither spool nor database, unless the user keeps them, separately."""

import datetime as dt
from pathlib import Path
from typing import Any

import duckdb
import msgspec
import pytest

from pipeline.config import Home, Settings
from pipeline.crawl.crawler import CrawlRequest, crawl
from pipeline.crawl.private import redact_private_rows
from pipeline.crawl.scope import Scope
from pipeline.crawl.spool import Spool
from pipeline.export.files import Request, open_writer, plan_parts, read_source, write_part
from pipeline.export.folder import FileFormat
from pipeline.hub_api.client import HubClient
from pipeline.marts.build import build_category_totals, build_featured, rank_day
from pipeline.published.data_dictionary import load_relations
from pipeline.published.reader import open_published as opened
from pipeline.publishing.publish import publish
from pipeline.publishing.verify import verify_warehouse
from pipeline.sample_hub.days import HubDay
from pipeline.sample_hub.server import SampleHub
from pipeline.site.build import build_site
from pipeline.warehouse.catalogue_tables import store_catalogue
from pipeline.warehouse.connection import open_warehouse
from pipeline.warehouse.load import LoadedKind, load_day
from tests.conftest import FixedWorld, quick
from tests.fixtures.catalogues import part_of_catalogue
from tests.fixtures.days import FOLLOWED_CATEGORIES, model

DAY = dt.date(2026, 11, 10)
CATALOGUE = part_of_catalogue(FOLLOWED_CATEGORIES)
SECRET = "secretive-owner/unreleased-model"
KEEP, DROP = Settings(keep_private=True), Settings()
# Every value except false and null counts as private.
PRIVATE = [True, "true", "false", 1, 0, "", [], {}, ["false"], 0.5]


def spool_models(models: list[Any], root: Path, day: dt.date = DAY, *, keep: bool = False) -> Spool:
    with SampleHub(FixedWorld({day: HubDay(day, models, [model(900 + n) for n in range(20)], {})})) as hub:
        hub.set_day(day)
        request = CrawlRequest(Scope.hub, CATALOGUE, keep_private=keep)
        return crawl(HubClient(quick(hub.url)), root, day, request)


def models(day: LoadedKind) -> tuple[int, int, int]:
    return day.rows, day.rejects, day.private


def find_mentions(con: duckdb.DuckDBPyConnection, *words: str) -> set[str]:
    """Return the tables that contain one of the words, or a name's hash."""
    tables = con.execute("SELECT schema_name, table_name FROM duckdb_tables() WHERE NOT internal").fetchall()
    tables_with_word = set()
    for schema, table in tables:
        name = f'"{schema}"."{table}"'
        for word in words:
            text = f"SELECT 1 FROM {name} t WHERE contains(CAST(t AS VARCHAR), $word) LIMIT 1"
            hash_query = "SELECT 1 FROM store.name WHERE key = store.name_key($word)"
            if con.execute(text, {"word": word}).fetchone() or con.execute(hash_query, {"word": word}).fetchone():
                tables_with_word.add(f"{schema}.{table}")
    return tables_with_word


@pytest.mark.parametrize(
    "spooled_whole", [False, True], ids=["left out of the spool", "in the spool of an earlier version"]
)
def test_private_rows_leave_no_trace(con: duckdb.DuckDBPyConnection, tmp_path: Path, spooled_whole: bool):
    public = [model(n) for n in range(1, 40)]
    private = [
        model(100 + n, private=odd, id=f"{SECRET}-{n}", author="secretive-owner") for n, odd in enumerate(PRIVATE)
    ]
    spool = spool_models([*public, *private], tmp_path, keep=spooled_whole)
    kind = load_day(con, spool, DROP)[0]
    rank_day(con, DAY)
    assert models(kind) == (len(public), 0, len(PRIVATE))
    assert (
        find_mentions(con, "secretive-owner", *(row["id"] for row in private), *(row["_id"] for row in private))
        == set()
    )
    pages = b"".join(row for page in spool.pages for row in spool.read_page(page))
    assert (b"secretive-owner" in pages) == spooled_whole
    assert sum(page.rows for page in spool.pages if page.kind == "model" and not page.requested_id) == len(
        public + private
    )


def test_private_rows_are_stored_separately_only_on_request(con: duckdb.DuckDBPyConnection, tmp_path: Path):
    public = [model(n) for n in range(1, 40)]
    private = model(100, private=True, id=SECRET, author="secretive-owner")
    spool = spool_models([*public, private], tmp_path, keep=True)
    for guards, private_rows in (
        (KEEP, [("model", private["_id"], SECRET)]),
        (DROP, []),
        (KEEP, [("model", private["_id"], SECRET)]),
    ):
        assert models(load_day(con, spool, guards)[0]) == (39, 0, 1)
        rank_day(con, DAY)
        assert con.execute("SELECT kind, oid, id FROM store.private").fetchall() == private_rows
        assert find_mentions(con, SECRET, private["_id"]) == ({"store.private"} if private_rows else set())
    # what was not spooled cannot be kept
    load_day(con, spool_models([*public, private], tmp_path / "other"), KEEP)
    assert con.execute("SELECT count(*) FROM store.private").fetchone() == (0,)


def test_a_repo_that_turns_private_disappears_and_keeps_its_public_history(
    con: duckdb.DuckDBPyConnection, tmp_path: Path
):
    public = [model(n) for n in range(1, 120)]
    load_day(con, spool_models([*public, model(150, id="owner/was-public")], tmp_path), DROP)
    later = DAY + dt.timedelta(1)
    private_repo = model(150, id=SECRET, private=True, likes=77_777)
    load_day(con, spool_models([*public, private_repo], tmp_path, later), DROP)
    for day in (DAY, later):
        rank_day(con, day)
    history = con.execute(
        "SELECT date, id FROM model_history WHERE oid = $oid", {"oid": private_repo["_id"]}
    ).fetchall()
    assert history == [(DAY, "owner/was-public")]
    events = con.execute(
        "SELECT date, event, old, new FROM events WHERE oid = $oid", {"oid": private_repo["_id"]}
    ).fetchall()
    assert events == [(later, "disappeared", "owner/was-public", None)]
    assert find_mentions(con, SECRET, "77777") == set()


def test_a_repo_that_turns_private_during_the_crawl_is_omitted(con: duckdb.DuckDBPyConnection, tmp_path: Path):
    public = [model(n) for n in range(1, 40)]
    before, after = model(50, id=SECRET), model(50, id=SECRET, private=True)
    for order in ([before, after], [after, before]):
        load_day(con, spool_models([*public, *order], tmp_path), DROP)
        assert find_mentions(con, SECRET) == set()


def test_a_private_featured_repo_is_missing_like_a_deleted_one(con: duckdb.DuckDBPyConnection, tmp_path: Path):
    featured = CATALOGUE.featured[0]
    public = [model(n) for n in range(1, 40)]
    load_day(con, spool_models([*public, model(60, id=featured.id, private=True)], tmp_path), DROP)
    build_featured(con, DAY)
    featured = con.execute(
        "SELECT DISTINCT availability, oid FROM featured WHERE id = $id", {"id": featured.id}
    ).fetchall()
    assert featured == [("missing", None)]
    assert find_mentions(con, model(60)["_id"]) == set()


def test_a_private_row_without_identity_is_not_rejected(con: duckdb.DuckDBPyConnection, tmp_path: Path):
    bad = [model(70, private=True, _id="../x", id=SECRET), model(71, private=True, id="", author=SECRET)]
    for keep in (False, True):
        spool = spool_models([*(model(n) for n in range(1, 40)), *bad], tmp_path, keep=keep)
        assert models(load_day(con, spool, DROP)[0]) == (39, 0, 2)
        assert find_mentions(con, SECRET) == set()


def test_a_private_row_is_redacted_to_what_the_crawl_needs():
    rows = [
        b'{"_id":"1","id":"a/b","private":false}', b'{"_id":"2","id":"a/c"}', b'{"id":"a/d","private":null}', b"null", b'"x"', b"[1]",
        b'{"_id":"3","id":"s/s","private":true,"createdAt":"2026-01-01","tags":["secret"]}', b'{"private":"no"}',
    ]  # fmt: skip
    redacted_rows = redact_private_rows(rows)
    assert redacted_rows[:6] == rows[:6]
    assert [msgspec.json.decode(row) for row in redacted_rows[6:]] == [
        {"_id": "3", "private": True, "createdAt": "2026-01-01"},
        {"_id": None, "private": True, "createdAt": None},
    ]


def read_all_output(con: duckdb.DuckDBPyConnection, home: Home, day: dt.date) -> bytes:
    """Publish; return the bytes of the site and a complete export."""
    publish(con, home.warehouse, home.published)
    with opened(home) as read:
        build_site(read, home.site, day)
        source = read_source(read)
    export, scratch = home.root / "export", home.root / "export" / "scratch"
    scratch.mkdir(parents=True)
    with open_writer(home, export, scratch) as out:
        for part in plan_parts(Request(list(load_relations()), None, None, FileFormat.csv), source):
            write_part(out, part, source, scratch, export)
    files = [file for folder in (home.site, export) for file in folder.rglob("*") if file.is_file()]
    assert len(files) > 40
    return b"".join(file.read_bytes() for file in files)


def test_stored_private_repos_are_in_no_page_and_no_export(tmp_path: Path, home: Home):
    public = [model(n) for n in range(1, 40)]
    private = model(100, private=True, id=SECRET, author="secretive-owner", likes=77_777)
    with open_warehouse(home.warehouse) as con:
        store_catalogue(con, CATALOGUE)
        load_day(con, spool_models([*public, private], tmp_path, keep=True), KEEP)
        for make in (rank_day, build_featured, build_category_totals):
            make(con, DAY)
        output = read_all_output(con, home, DAY)
        assert public[38]["id"].encode() in output
        assert not any(word in output for word in (b"secretive-owner", private["_id"].encode(), b"77777", b"77,777"))


def test_private_repos_of_an_earlier_version_are_deleted(tmp_path: Path):
    path = tmp_path / "warehouse" / "hub.duckdb"
    later = DAY + dt.timedelta(1)
    with open_warehouse(path) as con:
        store_catalogue(con, CATALOGUE)
        public = [model(n) for n in range(1, 120)]
        shut, private_repo = model(200, id=SECRET, author="secretive-owner"), model(201, id="owner/was-public")
        for day, last in ((DAY, private_repo), (later, private_repo | {"id": f"{SECRET}-too"})):
            load_day(con, spool_models([*public, shut, last], tmp_path, day))
            for make in (rank_day, build_featured, build_category_totals):
                make(con, day)
        assert find_mentions(con, SECRET, shut["_id"])
        con.execute("UPDATE store.description SET private = true WHERE starts_with(id, $name)", {"name": SECRET})
        con.execute("UPDATE store.about SET value = 'of an earlier version' WHERE key = 'views'")
    with open_warehouse(path) as con:
        assert find_mentions(con, SECRET, shut["_id"], "secretive-owner") == set()
        history = con.execute(
            "SELECT date, id FROM model_history WHERE oid = $oid", {"oid": private_repo["_id"]}
        ).fetchall()
        assert history == [(DAY, "owner/was-public")]
        assert [proof for proof in verify_warehouse(con, 0) if proof.differing] == []
