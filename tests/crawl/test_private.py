"""Private repos that a token shows: not in the spool, not in the database, unless they are asked for, and then apart."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import msgspec
import pytest

from pipeline.catalogue import load_catalogue
from pipeline.config import Home, Settings
from pipeline.crawl.crawler import Wanted, crawl
from pipeline.crawl.private import without_private
from pipeline.crawl.scope import Scope
from pipeline.crawl.spool import Spool
from pipeline.export.files import parts_of, source_of, write, writer
from pipeline.export.folder import Form
from pipeline.hub_api.client import HubClient
from pipeline.marts.build import follow_featured, rank_day, total_categories
from pipeline.published.data_dictionary import relations
from pipeline.published.reader import published as opened
from pipeline.publishing.publish import publish
from pipeline.publishing.verify import prove
from pipeline.sample_hub.days import HubDay
from pipeline.sample_hub.server import SampleHub
from pipeline.site.build import build_site
from pipeline.warehouse.catalogue_tables import load_catalogue as keep_catalogue
from pipeline.warehouse.connection import open_warehouse
from pipeline.warehouse.load import LoadedKind, load_day
from tests.conftest import FixedWorld, quick
from tests.fixtures.days import model

DAY = dt.date(2026, 11, 10)
CATALOGUE = load_catalogue()
SECRET = "secretive-owner/unreleased-model"
KEEP, DROP = Settings(keep_private=True), Settings()
# Whatever is neither false nor null nor absent.
PRIVATE = [True, "true", "false", 1, 0, "", [], {}, ["false"], 0.5]


@pytest.fixture
def con(tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with open_warehouse(tmp_path / "warehouse" / "hub.duckdb") as con:
        keep_catalogue(con, CATALOGUE)
        yield con


def spooled(models: list[Any], root: Path, day: dt.date = DAY, *, keep: bool = False) -> Spool:
    with SampleHub(FixedWorld({day: HubDay(day, models, [model(900 + n) for n in range(20)], {})})) as hub:
        hub.set_day(day)
        wanted = Wanted(Scope.hub, CATALOGUE, keep_private=keep)
        return crawl(HubClient(quick(hub.url)), root, day, wanted)


def models(day: LoadedKind) -> tuple[int, int, int]:
    return day.rows, day.rejects, day.private


def mentions(con: duckdb.DuckDBPyConnection, *words: str) -> set[str]:
    """The tables in which any row holds one of the words, or a hash by which a name is found."""
    tables = con.execute("SELECT schema_name, table_name FROM duckdb_tables() WHERE NOT internal").fetchall()
    found = set()
    for schema, table in tables:
        name = f'"{schema}"."{table}"'
        for word in words:
            text = f"SELECT 1 FROM {name} t WHERE contains(CAST(t AS VARCHAR), $word) LIMIT 1"
            hashed = "SELECT 1 FROM store.name WHERE key = md5_number_lower($word)"
            if con.execute(text, {"word": word}).fetchone() or con.execute(hashed, {"word": word}).fetchone():
                found.add(f"{schema}.{table}")
    return found


@pytest.mark.parametrize(
    "spooled_whole", [False, True], ids=["left out of the spool", "in the spool of an earlier version"]
)
def test_private_rows_leave_no_trace(con: duckdb.DuckDBPyConnection, tmp_path: Path, spooled_whole: bool):
    public = [model(n) for n in range(1, 40)]
    private = [
        model(100 + n, private=odd, id=f"{SECRET}-{n}", author="secretive-owner") for n, odd in enumerate(PRIVATE)
    ]
    spool = spooled([*public, *private], tmp_path, keep=spooled_whole)
    kind = load_day(con, spool, DROP)[0]
    rank_day(con, DAY)
    assert models(kind) == (len(public), 0, len(PRIVATE))
    assert mentions(con, "secretive-owner", *(row["id"] for row in private), *(row["_id"] for row in private)) == set()
    pages = b"".join(row for page in spool.pages for row in spool.read_page(page))
    assert (b"secretive-owner" in pages) == spooled_whole
    assert sum(page.rows for page in spool.pages if page.kind == "model" and not page.requested) == len(
        public + private
    )


def test_private_rows_are_kept_apart_only_where_that_is_asked_for(con: duckdb.DuckDBPyConnection, tmp_path: Path):
    public = [model(n) for n in range(1, 40)]
    private = model(100, private=True, id=SECRET, author="secretive-owner")
    spool = spooled([*public, private], tmp_path, keep=True)
    for guards, kept in (
        (KEEP, [("model", private["_id"], SECRET)]),
        (DROP, []),
        (KEEP, [("model", private["_id"], SECRET)]),
    ):
        assert models(load_day(con, spool, guards)[0]) == (39, 0, 1)
        rank_day(con, DAY)
        assert con.execute("SELECT kind, oid, id FROM store.private").fetchall() == kept
        assert mentions(con, SECRET, private["_id"]) == ({"store.private"} if kept else set())
    # what was not spooled cannot be kept
    load_day(con, spooled([*public, private], tmp_path / "other"), KEEP)
    assert con.execute("SELECT count(*) FROM store.private").fetchone() == (0,)


def test_a_repo_that_turns_private_is_gone_and_its_public_past_stays(con: duckdb.DuckDBPyConnection, tmp_path: Path):
    public = [model(n) for n in range(1, 120)]
    load_day(con, spooled([*public, model(150, id="owner/was-public")], tmp_path), DROP)
    later = DAY + dt.timedelta(1)
    turned = model(150, id=SECRET, private=True, likes=77_777)
    load_day(con, spooled([*public, turned], tmp_path, later), DROP)
    for day in (DAY, later):
        rank_day(con, day)
    seen = con.execute("SELECT date, id FROM model_history WHERE oid = $oid", {"oid": turned["_id"]}).fetchall()
    assert seen == [(DAY, "owner/was-public")]
    events = con.execute("SELECT date, event, old, new FROM events WHERE oid = $oid", {"oid": turned["_id"]}).fetchall()
    assert events == [(later, "disappeared", "owner/was-public", None)]
    assert mentions(con, SECRET, "77777") == set()


def test_a_repo_that_turns_private_during_the_crawl_is_not_there(con: duckdb.DuckDBPyConnection, tmp_path: Path):
    public = [model(n) for n in range(1, 40)]
    before, after = model(50, id=SECRET), model(50, id=SECRET, private=True)
    for order in ([before, after], [after, before]):
        load_day(con, spooled([*public, *order], tmp_path), DROP)
        assert mentions(con, SECRET) == set()


def test_a_featured_model_that_is_private_is_missing_like_one_that_is_deleted(
    con: duckdb.DuckDBPyConnection, tmp_path: Path
):
    featured = CATALOGUE.featured[0]
    public = [model(n) for n in range(1, 40)]
    load_day(con, spooled([*public, model(60, id=featured.id, private=True)], tmp_path), DROP)
    follow_featured(con, DAY)
    shown = con.execute(
        "SELECT DISTINCT availability, oid FROM featured WHERE id = $id", {"id": featured.id}
    ).fetchall()
    assert shown == [("missing", None)]
    assert mentions(con, model(60)["_id"]) == set()


def test_a_private_row_without_identity_is_no_reject(con: duckdb.DuckDBPyConnection, tmp_path: Path):
    bad = [model(70, private=True, _id="../x", id=SECRET), model(71, private=True, id="", author=SECRET)]
    for keep in (False, True):
        spool = spooled([*(model(n) for n in range(1, 40)), *bad], tmp_path, keep=keep)
        assert models(load_day(con, spool, DROP)[0]) == (39, 0, 2)
        assert mentions(con, SECRET) == set()


def test_what_is_left_of_a_private_row_is_what_the_walk_needs():
    rows = [
        b'{"_id":"1","id":"a/b","private":false}', b'{"_id":"2","id":"a/c"}', b'{"id":"a/d","private":null}', b"null", b'"x"', b"[1]",
        b'{"_id":"3","id":"s/s","private":true,"createdAt":"2026-01-01","tags":["secret"]}', b'{"private":"no"}',
    ]  # fmt: skip
    left = without_private(rows)
    assert left[:6] == rows[:6]
    assert [msgspec.json.decode(row) for row in left[6:]] == [
        {"_id": "3", "private": True, "createdAt": "2026-01-01"},
        {"_id": None, "private": True, "createdAt": None},
    ]


def everything_shown(con: duckdb.DuckDBPyConnection, home: Home, day: dt.date) -> bytes:
    """Publish; the bytes of every file of the site and of an export of all there is."""
    publish(con, home.warehouse, home.published)
    with opened(home) as read:
        build_site(read, home.site, day)
        source = source_of(read)
    export, scratch = home.root / "export", home.root / "export" / "scratch"
    scratch.mkdir(parents=True)
    with writer(home, export, scratch) as out:
        for part in parts_of(list(relations()), source, None, None, Form.csv):
            write(out, part, source, scratch, export)
    files = [file for folder in (home.site, export) for file in folder.rglob("*") if file.is_file()]
    assert len(files) > 40
    return b"".join(file.read_bytes() for file in files)


def test_kept_private_repos_are_in_no_page_and_no_export(tmp_path: Path, home: Home):
    public = [model(n) for n in range(1, 40)]
    private = model(100, private=True, id=SECRET, author="secretive-owner", likes=77_777)
    with open_warehouse(home.warehouse) as con:
        keep_catalogue(con, CATALOGUE)
        load_day(con, spooled([*public, private], tmp_path, keep=True), KEEP)
        for make in (rank_day, follow_featured, total_categories):
            make(con, DAY)
        shown = everything_shown(con, home, DAY)
        assert public[38]["id"].encode() in shown
        assert not any(word in shown for word in (b"secretive-owner", private["_id"].encode(), b"77777", b"77,777"))


def test_private_repos_that_an_earlier_version_stored_are_taken_out(tmp_path: Path):
    path = tmp_path / "warehouse" / "hub.duckdb"
    later = DAY + dt.timedelta(1)
    with open_warehouse(path) as con:
        keep_catalogue(con, CATALOGUE)
        public = [model(n) for n in range(1, 120)]
        shut, turned = model(200, id=SECRET, author="secretive-owner"), model(201, id="owner/was-public")
        for day, last in ((DAY, turned), (later, turned | {"id": f"{SECRET}-too"})):
            load_day(con, spooled([*public, shut, last], tmp_path, day))
            for make in (rank_day, follow_featured, total_categories):
                make(con, day)
        assert mentions(con, SECRET, shut["_id"])
        con.execute("UPDATE store.description SET private = true WHERE starts_with(id, $name)", {"name": SECRET})
        con.execute("UPDATE store.about SET value = 'of an earlier version' WHERE key = 'views'")
    with open_warehouse(path) as con:
        assert mentions(con, SECRET, shut["_id"], "secretive-owner") == set()
        seen = con.execute("SELECT date, id FROM model_history WHERE oid = $oid", {"oid": turned["_id"]}).fetchall()
        assert seen == [(DAY, "owner/was-public")]
        assert [proof for proof in prove(con, 0) if proof.differing] == []
