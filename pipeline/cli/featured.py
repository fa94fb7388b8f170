"""`almanac featured`: the featured models' popularity."""

from collections.abc import Callable, Mapping
from typing import Annotated

import typer
from rich.text import Text

from pipeline.cli.language import LANG, Say, speaker, spoken
from pipeline.cli.terminal import (
    Column,
    change,
    compact,
    console,
    fitted,
    number,
    plain,
    print_json,
    sample_note,
    trend,
)
from pipeline.config import Home
from pipeline.errors import AlmanacError
from pipeline.notes import read_notes
from pipeline.published.days import span_of
from pipeline.published.query_limits import read_seconds
from pipeline.published.reader import Row, is_sample, published, records
from pipeline.sql import statement

FEATURED = "FROM featured WHERE date = $day"
WIDE = 140  # columns of a terminal that has room for whole figures
FIGURES = [
    "downloads_gained_1d",
    "downloads_gained_7d",
    "downloads_gained_30d",
    "likes_1d",
    "likes_7d",
    "likes_30d",
]


def featured(
    ctx: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object: docs/terminal.md tells its keys.")] = False,
    lang: LANG = None,
) -> None:
    """Show the featured models' downloads and likes, and how they changed in 1, 7 and 30 days.

    \b
    Examples:
      almanac featured
      almanac featured --json
    """
    home: Home = ctx.obj
    lang, say = speaker(lang)
    with published(home, seconds=read_seconds()) as con:
        day = {"day": span_of(con, "featured")[1]}
        rows = records(con.execute(FEATURED, day))
        if not rows:
            raise AlmanacError("No featured model was followed yet; `almanac run` takes the first day.")
        daily = {
            (row["id"], row["category"]): row for row in records(con.execute(statement("cli/featured_by_day"), day))
        }
        sample = is_sample(con)
    for row in rows:
        row["notes"] = spoken(lang, "featured-note", read_notes(row["notes"]))
    if as_json:
        for row in rows:
            row["unknown_changes"] = spoken(lang, "change-unknown", read_notes(row["unknown_changes"]))
        print_json({"sample": sample, "date": rows[0]["date"], "models": rows})
        return
    out = console()
    if sample:
        out.print(plain(sample_note(lang)), style="yellow")
    out.print(plain(f"{say('heading-featured')} · {rows[0]['date']}"), style="bold")
    figure = number if out.width >= WIDE else compact
    cells = [_cells(row, daily[row["id"], row["category"]], figure) for row in rows]
    out.print(fitted(out, _columns(say), cells))
    out.print(plain(say("featured-changes")), style="dim")
    out.print(plain(say("featured-ranks")), style="dim")
    for row in rows:
        if row["notes"]:
            out.print(plain(f"{row['id']}: {' '.join(note['text'] for note in row['notes'])}"))


def _columns(say: Say) -> list[Column]:
    return [
        Column(say("heading-model")), Column(say("heading-category"), worth=10), Column(say("heading-availability"), whole=True, worth=35), Column(say("heading-downloads-30d"), numeric=True, worth=52),
        Column(say("heading-all-time"), numeric=True, worth=80), Column(say("heading-downloads-1d"), numeric=True, worth=78), Column(say("heading-downloads-7d"), numeric=True, worth=65),
        Column(say("heading-downloads-gained-30d"), numeric=True, worth=62), Column(say("heading-downloads-trend"), whole=True, worth=45), Column(say("heading-likes"), numeric=True, worth=90),
        Column(say("heading-likes-1d"), numeric=True, worth=85), Column(say("heading-likes-7d"), numeric=True, worth=68), Column(say("heading-likes-30d"), numeric=True, worth=50),
        Column(say("heading-likes-trend"), whole=True, worth=44), Column(say("heading-rank-by-downloads"), numeric=True, worth=75), Column(say("heading-share"), numeric=True, worth=55),
        Column(say("heading-by-likes"), numeric=True, worth=20), Column(say("heading-by-trend"), numeric=True, worth=19),
        Column(say("heading-derivatives"), numeric=True, worth=18),
    ]  # fmt: skip


def _cells(row: Row, daily: Mapping[str, list[float | None]], figure: Callable[..., Text]) -> list[Text]:
    now = row["current_id"]
    loaded, liked = ([change(row[name], figure) for name in names] for names in (FIGURES[:3], FIGURES[3:]))
    made = [row[kind] for kind in ("finetunes", "quantizations", "adapters", "merges")]
    return [
        plain(row["id"] if now in (row["id"], None) else f"{row['id']} → {now}"), plain(row["category"]), plain(row["availability"]),
        figure(row["downloads"]), figure(row["downloads_all_time"]), *loaded, trend(daily["downloads"]), figure(row["likes"]), *liked,
        trend(daily["likes"]), number(row["rank_downloads"]), plain("–" if row["share_downloads"] is None else f"{row['share_downloads']:.1%}"), number(row["rank_likes"]),
        number(row["rank_trending"]), number(None if None in made else sum(made)),
    ]  # fmt: skip
