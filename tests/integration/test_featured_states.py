"""A featured model that is renamed, disabled, gated or missing stays in the table, with its status."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest

from pipeline.config import Home
from pipeline.errors import WrongDay
from pipeline.sample_hub.days import HubDay
from pipeline.sample_hub.server import SampleHub
from tests.conftest import FixedWorld

from .conftest import Runner, open_instance

pytestmark = pytest.mark.slow
FIRST = dt.date(2026, 11, 10)
V3, R1, LLAMA = "deepseek-ai/DeepSeek-V3", "deepseek-ai/DeepSeek-R1", "meta-llama/Llama-3.2-3B-Instruct"
AUDIO, VL2, JANUS = "Qwen/Qwen2-Audio-7B", "deepseek-ai/deepseek-vl2", "deepseek-ai/Janus-Pro-7B"


def _model(number: int, name: str, task: str | None = "text-generation", **fields: Any) -> dict[str, Any]:
    row = {
        "_id": f"65{number:022x}",
        "id": name,
        "author": name.split("/", maxsplit=1)[0],
        "createdAt": "2025-01-01T00:00:00.000Z",
        "lastModified": "2025-02-01T00:00:00.000Z",
        "downloads": 1000 * number,
        "downloadsAllTime": 9000 * number,
        "likes": 100 * number,
        "trendingScore": number,
        "tags": ["license:mit", *([task] if task else [])],
        "gated": False,
        "private": False,
        "disabled": False,
    }
    return row | ({"pipeline_tag": task} if task else {}) | fields


def _day(after: int) -> HubDay:
    date = FIRST + dt.timedelta(after)
    models = [
        _model(1, V3, likes=100 + after),
        _model(2, R1 if after == 0 else "deepseek-ai/R1-Renamed", likes=200 + after),
        _model(3, LLAMA, gated="manual"),
        _model(5, VL2, "image-text-to-text", **({} if after == 0 else {"disabled": True, "downloads": 0})),
    ]
    if after == 0:
        models += [_model(4, AUDIO, "audio-text-to-text"), _model(6, JANUS, "any-to-any")]
    else:  # another repo has Janus's name; the audio model is missing
        models += [_model(77, JANUS, "any-to-any", createdAt="2026-11-10T12:00:00.000Z", downloads=5, likes=1)]
    return HubDay(date, models, [], {} if after == 0 else {f"models/{R1}": "deepseek-ai/R1-Renamed"})


@pytest.fixture
def states(home: Home) -> Iterator[Runner]:
    world = FixedWorld({FIRST + dt.timedelta(n): _day(n) for n in range(3)})
    with SampleHub(world) as sample_hub, open_instance(home) as instance:
        yield Runner(home, instance, sample_hub)


def test_featured_shows_each_state_with_its_history(states: Runner) -> None:
    states.run(FIRST)
    states.run(FIRST + dt.timedelta(1))
    rows = states.ask(
        "SELECT id, current_id, availability, likes, likes_1d, downloads FROM featured WHERE date = $day",
        day=FIRST + dt.timedelta(1),
    )
    states_by_id = {row[0]: row[1:] for row in rows}
    assert states_by_id == {
        V3: (V3, "ok", 101, 1, 1000),
        R1: ("deepseek-ai/R1-Renamed", "renamed", 201, 1, 2000),
        LLAMA: (LLAMA, "gated", 300, 0, 3000),
        AUDIO: (None, "missing", None, None, None),
        VL2: (VL2, "disabled", 500, 0, 0),
        JANUS: (None, "missing", None, None, None),
    }
    [(code,)] = states.ask(
        "SELECT notes[1].code FROM featured WHERE date = $day AND id = $id", day=FIRST + dt.timedelta(1), id=JANUS
    )
    assert code == "name_reused"
    # a renamed repo's history continues; a reused name does not mix two repos
    assert len(states.ask("FROM history_of($id)", id=R1)) == 2
    assert states.ask("SELECT likes FROM history_of($id)", id=JANUS) == [(1,)]
    assert states.ask("SELECT count(*) FROM models WHERE id = $id", id=JANUS) == [(2,)]


def test_empty_categories_have_no_board(states: Runner) -> None:
    outcome = states.run(FIRST)
    assert states.ask("SELECT DISTINCT category FROM trends ORDER BY ALL") == [
        ("any-to-any",),
        ("audio-text-to-text",),
        ("image-text-to-text",),
        ("text-generation",),
    ]
    assert outcome.metadata["datasets"]["dagster/row_count"] == 0


def test_a_past_day_without_pages_is_rejected(states: Runner) -> None:
    states.run(FIRST + dt.timedelta(1))
    states.sample_hub.set_day(FIRST + dt.timedelta(2))
    from pipeline.definitions import defs  # noqa: PLC0415
    from pipeline.orchestration.resources import AlmanacHome, Hub  # noqa: PLC0415
    from pipeline.orchestration.runner import run_day  # noqa: PLC0415

    hub = Hub(endpoint=states.sample_hub.url, anonymous=True)
    run_time = dt.datetime.combine(FIRST, dt.time(9), dt.UTC)
    with pytest.raises(WrongDay, match="2026-11-10"):
        run_day(defs, states.instance, AlmanacHome.at(states.home), hub, run_time)
    assert states.ask("SELECT DISTINCT date FROM snapshots") == [(FIRST + dt.timedelta(1),)]
