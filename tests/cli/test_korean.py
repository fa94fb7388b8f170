"""With `--lang ko`, read commands print Korean: no Latin-script word but codes, names, commands and units."""

import re

import duckdb
import pytest

from pipeline.published.example_queries import example_queries
from pipeline.sample_hub.server import SampleHub
from pipeline.sample_hub.world import World
from tests.fixtures.commands import RunCommand

from .test_json_and_language import CALLS as CALLS_WITH_JSON

CALLS = {
    **CALLS_WITH_JSON,
    "show": ["show"],
    "show a category": ["show", "translation"],
    "show adoption": ["show", "text-generation", "--board", "adoption"],
    "show breakout": ["show", "text-generation", "--board", "breakout"],
    "show hub": ["show", "text-generation", "--board", "hub", "--view", "originals"],
    "show families": ["show", "text-generation", "--view", "families"],
    "examples": ["sql", "--list-examples"],
    "an example": ["sql", "--example", "rising-in-translation"],
    "no rows": ["sql", "SELECT 1 WHERE false"],
    "rows left": ["sql", "--rows", "1", "FROM range(3) AS t(n)"],
}
WORD = re.compile(r"[A-Za-z][A-Za-z0-9_.+-]*")
# names and paths, options, commands in backticks, codes with a separator, and the units and proper nouns of Korean text
ALLOWED = re.compile(
    r"https?://\S+|`[^`]*`|--[a-z-]+(?: [a-z]+)?|\S*/\S+|[A-Za-z0-9.]+(?:[_.-][A-Za-z0-9.+]+)+|@\d+|(?<![A-Za-z])(?:[A-Z0-9]{2,}s?|[kMGT]?B)(?![A-Za-z])|"
    r"(?:Hub )?Almanac|Dagster|\d[\d.,]*[kMGB]\b"
)


@pytest.fixture
def codes(con: duckdb.DuckDBPyConnection) -> set[str]:
    """Return the words of the home's data and what people type: slugs, English category names, statuses, columns."""
    rows = con.execute(
        "SELECT slug FROM categories UNION ALL SELECT name_en FROM categories UNION ALL SELECT name_ko FROM categories "
        "UNION ALL SELECT id FROM models UNION ALL SELECT id FROM datasets UNION ALL SELECT DISTINCT unnest(tags) FROM models"
    ).fetchall()
    texts = [name for (name,) in rows if name] + [example_queries()["rising-in-translation"]]
    return {word.lower() for text in texts for word in WORD.findall(text)}


@pytest.mark.parametrize("name", CALLS)
def test_a_read_command_speaks_korean(inside: RunCommand, codes: set[str], name: str):
    result = inside(*CALLS[name], "--lang", "ko")
    assert result.returncode in (0, 1) and re.search("[가-힣]", result.stdout + result.stderr), result
    words = WORD.findall(ALLOWED.sub(" ", result.stdout + result.stderr))
    assert sorted({word for word in words if word.lower() not in codes}) == []


def test_the_doctor_speaks_korean(inside: RunCommand, codes: set[str], world: World):
    with SampleHub(world) as hub:
        hub.set_day(world.days[-1])
        result = inside("doctor", "--lang", "ko", HF_ENDPOINT=hub.url, ALMANAC_TRUST_HUB_CLOCK="1")
    assert result.returncode == 0, result.stderr
    fields = {
        "createdat",
        "trendingscore",
        "downloads",
        "likes",
        "model",
        "dataset",
        "filter",
        "ratelimit",
        "gpt2",
        "modality",
    }
    words = WORD.findall(ALLOWED.sub(" ", result.stdout))
    assert sorted({word for word in words if word.lower() not in codes | fields}) == []
