"""Hostile rows lose nothing else, and an implausible day is rejected."""

import datetime as dt
import hashlib
from pathlib import Path
from typing import Any

import duckdb
import msgspec
import pytest

from pipeline.config import Settings
from pipeline.crawl.crawler import CrawlRequest, crawl
from pipeline.crawl.manifest import FinishRecord, Header, PageRecord
from pipeline.crawl.scope import Scope
from pipeline.crawl.spool import Spool, compress_rows, find_finished_spool, start_or_resume
from pipeline.errors import DamagedSpool, HubBroken, TooFewRepos
from pipeline.hub_api.client import HubClient
from pipeline.hub_api.schema_drift import inspect_rows
from pipeline.sample_hub.days import HubDay, Row
from pipeline.sample_hub.server import SampleHub
from pipeline.sample_hub.world import World
from pipeline.warehouse.load import load_day
from tests.conftest import FixedWorld, quick
from tests.fixtures.catalogues import part_of_catalogue
from tests.fixtures.days import FOLLOWED_CATEGORIES

DAY = dt.date(2026, 11, 10)
CATALOGUE = part_of_catalogue(FOLLOWED_CATEGORIES)


def row(number: int, **changes: Any) -> Row:
    return {
        "_id": f"{number:024x}", "id": f"owner/repo-{number}", "author": "owner", "likes": number, "downloads": 10 * number,
        "downloadsAllTime": 100 * number, "trendingScore": 1, "tags": ["en", "license:mit"], "gated": False, "private": False,
        "disabled": False, "createdAt": f"2026-11-09T00:{number % 60:02d}:00.000Z", "lastModified": "2026-11-09T12:00:00.000Z",
    } | changes  # fmt: skip


def row_without(number: int, *fields: str) -> Row:
    return {name: value for name, value in row(number).items() if name not in fields}


def build_world(models: list[Any], datasets: list[Any] | None = None, day: dt.date = DAY) -> FixedWorld:
    return FixedWorld(
        {day: HubDay(day, models, datasets if datasets is not None else [row(900 + n) for n in range(20)])}
    )


def crawl_to_spool(world: Any, root: Path, day: dt.date = DAY, scope: Scope = Scope.hub, **options: Any) -> Spool:
    with SampleHub(world) as hub:
        hub.set_day(day)
        return crawl(HubClient(quick(hub.url)), root, day, CrawlRequest(scope, CATALOGUE, **options))


def spool_page(rows: list[bytes], root: Path) -> Spool:
    """A finished spool with one page of arbitrary rows."""
    data, at = compress_rows(rows), dt.datetime.combine(DAY, dt.time(9), dt.UTC)
    spool = start_or_resume(root, Header(DAY, "hub", "http://hub", "plan"))
    digest = hashlib.sha256(data).hexdigest()
    spool.add_page(PageRecord("000000.ndjson.zst", "models", "model", len(rows), len(data), digest, at), data)
    return spool.finish(FinishRecord(at, at, 1))


ODD: list[tuple[Row, dict[str, Any]]] = [
    (row(1, likes=None), {"likes": None, "status": "partial"}),
    (row(2, downloads=10**15), {"downloads": 10**15, "status": "observed"}),
    (row(3, downloads=2**63 + 5), {"downloads": None, "status": "partial"}),
    (row(4, likes="12"), {"likes": 12}),
    (row(5, likes={"a": 1}), {"likes": None}),
    (row(6, downloads=-1), {"downloads": None}),
    (row(7, tags="a tag"), {"tags": None}),
    (row(8, tags=[1, None, "b", {"c": 1}]), {"tags": ["1", "b", '{"c":1}']}),
    (row(9, tags=[f"tag-{n}" for n in range(2000)]), {"tags": sorted(f"tag-{n}" for n in range(2000))}),
    (row(10, tags=["nul\0tag", "🤗", "한국어"]), {"tags": ["nul\0tag", "한국어", "🤗"]}),
    (row(11, id="owner/이름'; \"<b>\\"), {"id": "owner/이름'; \"<b>\\"}),
    (row(12, createdAt="yesterday", lastModified=17), {"created_at": None, "last_modified": None}),
    (row(13, trendingScore=9.600000000000001), {"trending_score": 9.600000000000001}),
    (row(14, trendingScore="many"), {"trending_score": None}),
    (row(15, gated="manual"), {"gated": "manual"}),
    (row_without(16, "gated", "author"), {"gated": None, "author": "owner"}),
    (row(17, disabled="perhaps"), {"disabled": None}),
    (row(18, createdAt="infinity"), {"created_at": None}),
    (row(19, tags=["license:other", "license:mit", "license:other"]), {"license": "mit,other"}),
    (row(20, tags=[]), {"tags": [], "license": None}),
    (row(21, baseModels={"relation": "merge", "models": [{"_id": "1", "id": "z/z"}, {"_id": "2", "id": "a/a"}]}), {"base_relation": "merge", "base_models": ["a/a", "z/z"]}),
    (row(22, baseModels=["a/a"], safetensors="none"), {"base_models": None, "parameters": None}),
    (row(23, safetensors={"parameters": {"miku": 5}, "total": 5}), {"parameters": 5}),
    (row(24, id="x" * 200), {"id": "x" * 200}),
    (row(25, author=["a"], pipeline_tag={"a": 1}, library_name=7), {"author": '["a"]', "pipeline_tag": '{"a":1}', "library_name": "7"}),
    (row(26, tags=None, baseModels={"relation": 5, "models": "x"}), {"tags": None, "base_relation": "5", "base_models": None}),
    (row(27, createdAt="2026-11-09", lastModified="2026-11-09T12:00:00+09:00"), {"created_at": dt.datetime(2026, 11, 9)}),
    (row(28, author='quo"te\\', private=None, gated=True), {"author": 'quo"te\\', "gated": "true"}),
    (row(29, downloads=10**15 + 1, likes=2**63 - 1), {"downloads": None, "likes": None, "status": "partial"}),
    (row(30, downloadsAllTime=2**63 - 1, trendingScore=1e308), {"downloads_all_time": None, "trending_score": None, "downloads": 300}),
    (row(31, trendingScore=-(10.0**9) - 1), {"trending_score": None}),
    (row(32, createdAt="10000-01-01T00:00:00.000Z", lastModified="294247-01-10T04:00:54.000Z"), {"created_at": None, "last_modified": None}),
    (row(33, createdAt="0001-01-01T00:00:00.000Z", lastModified="-infinity"), {"created_at": None, "last_modified": None}),
    (row(34, createdAt="2015-12-31T23:59:59.999Z", lastModified="2026-11-11T09:00:01.000Z"), {"created_at": None, "last_modified": None}),
    (row(35, createdAt="2016-01-01T00:00:00.000Z", lastModified="2026-11-11T08:00:00.000Z"), {"created_at": dt.datetime(2016, 1, 1), "last_modified": dt.datetime(2026, 11, 11, 8)}),
    (row(36, safetensors={"total": 10**14 + 1}), {"parameters": None}),
    (row(37, safetensors={"total": -1}), {"parameters": None}),
    (row(38, safetensors={"total": 10**14}), {"parameters": 10**14}),
    (row(39, author="a" * 201, pipeline_tag="p" * 201, library_name="l" * 201, gated="g" * 201), {"author": "owner", "pipeline_tag": None, "library_name": None, "gated": None}),
    (row(40, tags=["t" * 1001, "en", "k" * 1000]), {"tags": ["en", "k" * 1000]}),
    (row(41, tags=[f"{n:06}" for n in reversed(range(5002))]), {"tags": [f"{n:06}" for n in range(5000)]}),
    (row(42, baseModels={"relation": "r" * 201, "models": [{"id": "b" * 201}, {}, {"id": "a/a"}]}), {"base_relation": None, "base_models": ["a/a"]}),
    (row(43, tags=[f"license:{letter * 900}" for letter in "nm"]), {"license": f"{'m' * 900},{'n' * 99}"}),
    (row(44, baseModels={"relation": "merge", "models": [{"id": f"a/{n:03}"} for n in reversed(range(102))]}), {"base_models": [f"a/{n:03}" for n in range(100)]}),
]  # fmt: skip


@pytest.mark.parametrize("repos_are_known", [False, True], ids=["on a first day", "of repos that are known"])
def test_odd_values_lose_neither_row_nor_day(con: duckdb.DuckDBPyConnection, tmp_path: Path, repos_are_known: bool):
    if repos_are_known:  # changed and new rows take different paths
        load_day(
            con,
            spool_page([msgspec.json.encode(row(n)) for n in range(1, len(ODD) + 1)], tmp_path),
            require_checks=False,
        )
    kinds = {
        kind.kind: kind
        for kind in load_day(
            con, spool_page([msgspec.json.encode(odd) for odd, _ in ODD], tmp_path), require_checks=False
        )
    }
    assert (kinds["model"].rows, kinds["model"].rejects) == (len(ODD), 0)
    for odd, values in ODD:
        names = ", ".join(values)
        stored_values = con.execute(
            f"SELECT {names} FROM models_on($day) WHERE oid = $oid", {"day": DAY, "oid": odd["_id"]}
        ).fetchall()
        assert stored_values == [tuple(values.values())], odd["_id"]


def test_rows_without_identity_are_rejected_with_their_text(
    con: duckdb.DuckDBPyConnection, tmp_path: Path, world: World
):
    bad = [
        b'"text"',
        b"null",
        b'{"id":"a/b"}',
        b'{"_id":"","id":"a/b"}',
        b'{"_id":"%024x"}' % 7,
        b'{"_id":"%024x","id":null}' % 8,
    ]
    spool = spool_page([msgspec.json.encode(row(n)) for n in range(1, 50)] * 200 + bad, tmp_path)
    (kind,) = load_day(con, spool)
    assert (kind.rejects, kind.rows, kind.duplicates) == (6, 49, 199 * 49)
    assert con.execute("SELECT reason, row FROM store.reject ORDER BY ALL").fetchall() == sorted(
        [
            ("not_an_object", '"text"'), ("not_an_object", "null"), ("no_oid", '{"id":"a/b"}'),
            ("no_oid", '{"_id":"","id":"a/b"}'), ("no_name", f'{{"_id":"{7:024x}"}}'), ("no_name", f'{{"_id":"{8:024x}","id":null}}'),
        ]
    )  # fmt: skip


IDENTITIES: list[tuple[dict[str, Any], str]] = [
    ({"_id": "../../../config"}, "invalid_oid"),
    ({"_id": "A" * 24}, "invalid_oid"),
    ({"_id": "a" * 23 + "\n"}, "invalid_oid"),
    ({"_id": "a" * 24 + "\n"}, "invalid_oid"),
    ({"_id": "a" * 23 + "\0"}, "invalid_oid"),
    ({"_id": "a" * 300}, "invalid_oid"),
    ({"_id": "a" * 23 + "а"}, "invalid_oid"),
    ({"_id": "１" * 24}, "invalid_oid"),
    ({"_id": {"a": 1}}, "invalid_oid"),
    ({"_id": ["a" * 24]}, "invalid_oid"),
    ({"_id": True}, "invalid_oid"),
    ({"_id": None}, "no_oid"),
    ({"id": None}, "no_name"),
    ({"id": ""}, "no_name"),
    ({"id": 24}, "invalid_name"),
    ({"id": {"a": "b"}}, "invalid_name"),
    ({"id": "x" * 201}, "invalid_name"),
    ({"id": '"' * 201}, "invalid_name"),
    ({"id": "nul\0"}, "invalid_name"),
    ({"id": "\x1b[2J"}, "invalid_name"),
    ({"id": "two\nlines"}, "invalid_name"),
    ({"id": "delete\x7f"}, "invalid_name"),
    ({"id": "next\x85line"}, "invalid_name"),
]


def test_invalid_identities_are_rejected_with_their_reason(con: duckdb.DuckDBPyConnection, tmp_path: Path):
    good = [msgspec.json.encode(row(n)) for n in range(1, 50)] * 500
    bad = [msgspec.json.encode(row(900 + n, **odd)) for n, (odd, _) in enumerate(IDENTITIES)]
    (kind,) = load_day(con, spool_page([*good, *bad], tmp_path))
    assert (kind.rows, kind.rejects) == (49, len(IDENTITIES))
    assert sorted(con.execute("SELECT reason FROM rejects").fetchall()) == sorted((reason,) for _, reason in IDENTITIES)
    assert con.execute("SELECT count(*) FROM store.repo WHERE NOT regexp_full_match(oid, '[0-9a-f]{24}')").fetchone() == (0,)  # fmt: skip


def test_a_featured_model_whose_answer_has_no_identity_is_missing(con: duckdb.DuckDBPyConnection, tmp_path: Path):
    world = build_world([row(n) for n in range(1, 40)])
    featured = CATALOGUE.featured[0].id
    world.hub_days[DAY].models.append(row(50, id=featured, _id="../../../config"))
    load_day(con, crawl_to_spool(world, tmp_path))
    assert con.execute("SELECT oid FROM store.lookup WHERE id = $id", {"id": featured}).fetchall() == [(None,)]


def test_too_many_rows_without_identity_fail_the_day(con: duckdb.DuckDBPyConnection, tmp_path: Path):
    rows = [row(n) for n in range(1, 40)]
    load_day(con, crawl_to_spool(build_world(rows), tmp_path))
    before = con.execute("SELECT sum(hash(COLUMNS(*))) FROM store.fact").fetchall()
    bad = [*rows, *(row(n, id="") for n in range(50, 55))]
    spool = crawl_to_spool(build_world(bad, day=DAY), tmp_path)
    with pytest.raises(HubBroken, match=r"5 of 64 rows of 2026-11-10 .*\(mostly: missing id\)"):
        load_day(con, spool)
    assert con.execute("SELECT sum(hash(COLUMNS(*))) FROM store.fact").fetchall() == before
    assert (
        finished_crawl := find_finished_spool(tmp_path, DAY)
    ) and finished_crawl.refusal is None  # the day's valid crawl


def test_unexpected_fields_are_counted(tmp_path: Path, con: duckdb.DuckDBPyConnection):
    rows = [msgspec.Raw(msgspec.json.encode(r)) for r in (row(1), row(2, aura=1), row(3, aura=2, zest=None), "text")]
    assert inspect_rows(rows, "model")[1] == {"aura": 2, "zest": 1}
    assert inspect_rows(rows[:1], "dataset")[1] == {}


def test_a_repeated_repo_keeps_its_newest_known_counters(con: duckdb.DuckDBPyConnection, world: World, tmp_path: Path):
    spool = crawl_to_spool(world, tmp_path, world.days[0], Scope.leaders)
    kinds = load_day(con, spool)
    oids = {oid for page in spool.pages for line in spool.read_page(page) if (oid := line[8:32])}
    assert sum(kind.rows for kind in kinds) == len(oids)
    assert sum(kind.rows + kind.duplicates for kind in kinds) == spool.rows
    assert con.execute("SELECT count(*) FROM store.fact WHERE downloads IS NULL").fetchall() == [(0,)]


@pytest.mark.parametrize("scope", [Scope.hub, Scope.categories])
def test_a_complete_day_with_too_few_repos_is_refused_unless_accepted(
    con: duckdb.DuckDBPyConnection, tmp_path: Path, scope: Scope
):
    rows = [row(n, pipeline_tag="translation") for n in range(1, 101)]
    texts = [row(900 + n, tags=["modality:text"]) for n in range(20)]
    load_day(con, crawl_to_spool(build_world(rows, texts), tmp_path, scope=scope))
    later = DAY + dt.timedelta(1)
    few = build_world(rows[3:], texts, later)
    with pytest.raises(TooFewRepos, match=r"97 models .*2026-11-11.* 97\.0% .*100 .*2026-11-10.*--accept-shrink"):
        load_day(con, crawl_to_spool(few, tmp_path, later, scope))
    assert con.execute("SELECT count(DISTINCT date) FROM store.fact").fetchall() == [(1,)]
    assert (
        (finished_crawl := find_finished_spool(tmp_path, later))
        and finished_crawl.refusal
        and finished_crawl.refusal.short
    )
    load_day(con, crawl_to_spool(few, tmp_path, later, scope), Settings(least_share=0.9))
    load_day(con, crawl_to_spool(few, tmp_path, later, scope, accept_shrink=True))
    assert con.execute("SELECT count(DISTINCT date) FROM store.fact").fetchall() == [(2,)]


def test_days_are_compared_within_their_scope(con: duckdb.DuckDBPyConnection, tmp_path: Path):
    rows = [row(n, pipeline_tag="translation") for n in range(1, 101)]
    load_day(con, crawl_to_spool(build_world(rows), tmp_path))
    later = DAY + dt.timedelta(1)
    load_day(con, crawl_to_spool(build_world(rows[:10], day=later), tmp_path, later, Scope.leaders))
    load_day(con, crawl_to_spool(build_world(rows[:10], day=later), tmp_path, later, Scope.categories))


def test_a_damaged_page_refuses_the_day(con: duckdb.DuckDBPyConnection, tmp_path: Path):
    spool = crawl_to_spool(build_world([row(n) for n in range(1, 5)]), tmp_path)
    (spool.folder / spool.pages[0].file).write_bytes(b"")
    with pytest.raises(DamagedSpool):
        load_day(con, spool)
    assert con.execute("SELECT count(*) FROM store.fact").fetchall() == [(0,)]
    assert (
        (finished_crawl := find_finished_spool(tmp_path, DAY))
        and finished_crawl.refusal
        and not finished_crawl.refusal.short
    )


def test_a_loaded_day_keeps_the_crawls_it_replaced_until_it_is_published(
    con: duckdb.DuckDBPyConnection, tmp_path: Path
):
    world = build_world([row(n) for n in range(1, 5)])
    first, second = crawl_to_spool(world, tmp_path), crawl_to_spool(world, tmp_path)
    load_day(con, second)
    assert first.folder.exists() and second.folder.exists()


def test_bad_rows_are_found_in_a_folder_with_glob_characters(con: duckdb.DuckDBPyConnection, tmp_path: Path):
    rows = [*(msgspec.json.encode(row(n)) for n in range(1, 4)), msgspec.json.encode(row(4, id=None))]
    [kind, *_] = load_day(con, spool_page(rows, tmp_path / "a[1]?*"), require_checks=False)
    assert (kind.rows, kind.rejects) == (3, 1)
    assert con.execute("SELECT listing FROM rejects").fetchall() == [("models",)]
