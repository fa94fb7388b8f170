import base64
import datetime as dt
import json
from collections.abc import Callable

import httpx2
import pytest

from pipeline.sample_hub.days import Row
from pipeline.sample_hub.server import SampleHub
from pipeline.sample_hub.world import World

Walk = Callable[[str], list[Row]]


@pytest.mark.parametrize("kind", ["models", "datasets"])
def test_paging_by_creation_returns_each_repo_exactly_once(world: World, walk: Walk, kind: str):
    rows = walk(f"/api/{kind}?sort=createdAt&direction=1&limit=37&expand=createdAt")
    expected_rows = world.day(world.days[-1]).rows("models" if kind == "models" else "datasets")
    assert len(rows) == len(expected_rows)
    assert {row["_id"] for row in rows} == {row["_id"] for row in expected_rows}
    assert rows == sorted(rows, key=lambda row: (row["createdAt"], row["_id"]))


@pytest.mark.parametrize("sort", ["createdAt", "downloads", "likes", "lastModified", "trendingScore"])
def test_the_default_direction_is_down_and_ties_go_by_oid(walk: Walk, sort: str):
    rows = walk(f"/api/models?sort={sort}&limit=100&expand={sort}")
    pairs = [(row[sort], row["_id"]) for row in rows]
    assert pairs == sorted(sorted(pairs, key=lambda pair: pair[1]), key=lambda pair: pair[0], reverse=True)


def test_selectors_select(walk: Walk):
    rows = walk("/api/models?pipeline_tag=translation&limit=50")
    assert rows and {row["pipeline_tag"] for row in rows} == {"translation"}
    rows = walk("/api/models?filter=text2text-generation&expand=tags&expand=pipeline_tag")
    assert any("pipeline_tag" not in row for row in rows)
    rows_with_both_tags = walk("/api/models?filter=text2text-generation&filter=translation&expand=tags")
    assert 0 < len(rows_with_both_tags) < len(rows)
    assert all({"text2text-generation", "translation"} <= set(row["tags"]) for row in rows_with_both_tags)
    assert walk("/api/models?pipeline_tag=text2text-generation") == []
    assert walk("/api/models?filter=no-such-tag") == []
    assert {row["id"] for row in walk("/api/models?author=Qwen")} == {"Qwen/Qwen2-Audio-7B"}
    assert {row["id"] for row in walk("/api/models?search=janus-pro")} == {"deepseek-ai/Janus-Pro-7B"}
    gated_rows = walk("/api/models?gated=true&expand=gated")
    assert gated_rows and all(row["gated"] in ("auto", "manual") for row in gated_rows)
    datasets = walk("/api/datasets?filter=modality:text")
    assert datasets and all("modality:text" in row["tags"] for row in datasets)


def test_unknown_parameters_are_ignored(client: httpx2.Client):
    assert client.get("/api/models?libary=transformers&p=3").json() == client.get("/api/models").json()


def test_default_rows_have_the_hubs_keys_in_the_hubs_order(client: httpx2.Client):
    keys = ["_id", "id", "likes", "trendingScore", "private", "downloads", "tags", "pipeline_tag", "library_name"]
    full = [row for row in client.get("/api/models").json() if "pipeline_tag" in row and "library_name" in row]
    assert list(full[0]) == [*keys, "createdAt", "modelId"]
    dataset = client.get("/api/datasets?limit=1").json()[0]
    assert list(dataset)[:6] == ["_id", "id", "author", "disabled", "gated", "lastModified"]
    row = client.get("/api/models?limit=1&full=true&cardData=true").json()[0]
    assert {"author", "gated", "lastModified", "sha", "siblings", "cardData"} <= row.keys()


@pytest.mark.parametrize("spelling", ["expand", "expand[]"])
def test_expand_returns_only_the_requested_fields(client: httpx2.Client, spelling: str):
    response = client.get("/api/models", params={spelling: ["downloadsAllTime", "author"], "limit": 5})
    assert all(list(row) == ["_id", "id", "author", "downloadsAllTime"] for row in response.json())
    link = response.links["next"]["url"]
    assert "expand=downloadsAllTime&expand=author&cursor=" in link and "%5B" not in link


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("sort=trending_score", "✖ Invalid sort parameter: trending_score"),
        ("expand=nonsense", '"expand" must be one of [author, baseModels'),
        ("expand=_id", '"expand" must be one of'),
        ("expand=childrenModelCount", '"expand" must be one of'),
        ("expand=usedStorage", '"expand" must be one of'),
        ("sort=likes&direction=1", "direction"),
        ("limit=many", "limit"),
        ("cursor=bm9uc2Vuc2U%3D", "cursor"),
    ],
)
def test_invalid_queries_get_the_hubs_error(client: httpx2.Client, query: str, message: str):
    response = client.get(f"/api/models?{query}")
    assert response.status_code == 400
    assert message in response.json()["error"]


def test_the_cursor_is_a_keyset_condition_and_the_last_page_has_none(client: httpx2.Client, walk: Walk):
    response = client.get("/api/models?limit=2&pipeline_tag=translation")
    url = httpx2.URL(response.links["next"]["url"])
    assert str(url).startswith(f"{client.base_url}/api/models?limit=2&pipeline_tag=translation&cursor=")
    last = response.json()[-1]
    score = last["trendingScore"]
    assert json.loads(base64.b64decode(url.params["cursor"])) == {
        "$or": [
            {"trendingScore": score, "_id": {"$gt": last["_id"]}},
            {"trendingScore": {"$lt": score}},
            {"trendingScore": None},
        ]
    }
    count = len(walk("/api/models?pipeline_tag=translation"))
    assert "link" not in client.get(f"/api/models?pipeline_tag=translation&limit={count}").headers


def test_pages_may_be_shorter_than_requested(world: World):
    with SampleHub(world, page_cap=25) as hub, httpx2.Client(base_url=hub.url) as client:
        assert len(client.get("/api/models?limit=1000").json()) == 25
        rows, url = [], "/api/models?limit=1000"
        while url:
            page = client.get(url)
            rows += page.json()
            url = page.links.get("next", {}).get("url")
        assert len(rows) == len(world.day(world.days[0]).models)


def test_paging_by_a_changing_value_skips_or_repeats_rows(
    hub: SampleHub, client: httpx2.Client, walk: Walk, world: World
):
    hub.set_day(world.days[0])
    first = client.get("/api/models?sort=downloads&limit=200")
    hub.set_day(world.days[-1])
    rows = [*first.json(), *walk(first.links["next"]["url"])]
    walked_oids, last_day_oids = [row["_id"] for row in rows], {row["_id"] for row in world.day(world.days[-1]).models}
    assert len(walked_oids) != len(set(walked_oids)) or last_day_oids - set(walked_oids)


def test_a_cursor_can_be_used_days_later(hub: SampleHub, client: httpx2.Client, walk: Walk, world: World):
    hub.set_day(world.days[0])
    first = client.get("/api/models?sort=createdAt&direction=1&limit=100")
    hub.set_day(world.days[-1])
    rest = walk(first.links["next"]["url"])
    assert not {row["_id"] for row in first.json()} & {row["_id"] for row in rest}
    assert rest[-1]["createdAt"] > f"{world.days[-1] - dt.timedelta(days=7)}"


def test_tags_by_type_and_trending_match_the_lists(client: httpx2.Client):
    groups = client.get("/api/models-tags-by-type").json()
    assert "text-generation" in {tag["id"] for tag in groups["pipeline_tag"]}
    assert "text2text-generation" in {tag["id"] for tag in groups["other"]} | {
        tag["id"] for tag in groups["pipeline_tag"]
    }
    assert "modality:text" in {tag["id"] for tag in client.get("/api/datasets-tags-by-type").json()["modality"]}
    trending = client.get("/api/trending?type=model&limit=3").json()["recentlyTrending"]
    top = client.get("/api/models?limit=3").json()
    assert [item["repoData"]["id"] for item in trending] == [row["id"] for row in top]
