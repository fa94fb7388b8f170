from collections.abc import Callable, Mapping

import typer
from rich.text import Text

from pipeline.cli.coming import print_coming, read_coming
from pipeline.cli.language import JsonOption, LanguageOption, Say, select_language, serialize_notes
from pipeline.cli.read_home import LakeOption, choose_read_home
from pipeline.cli.terminal import (
    Column,
    console,
    draw_trend,
    fit_table,
    format_change,
    format_compact,
    format_number,
    print_json,
    sample_note,
    sanitize,
)
from pipeline.errors import AlmanacError
from pipeline.i18n.messages import word
from pipeline.notes import Note, read_notes
from pipeline.published.days import read_day_span
from pipeline.published.query_limits import find_read_limit
from pipeline.published.reader import Row, fetch_records, is_sample, open_published
from pipeline.sql import statement

FEATURED_QUERY = "FROM featured WHERE date = $day"
WIDE_COLUMNS = 140  # terminal width from which figures are unabbreviated
CHANGE_COLUMNS = [
    "downloads_gained_1d",
    "downloads_gained_7d",
    "downloads_gained_30d",
    "likes_1d",
    "likes_7d",
    "likes_30d",
]


def featured(
    ctx: typer.Context,
    as_json: JsonOption = False,
    lake: LakeOption = False,
    lang: LanguageOption = None,
) -> None:
    """Show the featured models' downloads and likes, and how they changed in 1, 7 and 30 days.

    \b
    Examples:
      almanac featured
      almanac featured --json
    """
    home = choose_read_home(ctx)
    lang, say = select_language(lang)
    with open_published(home, seconds=find_read_limit()) as con:
        day = {"day": read_day_span(con, "featured")[1]}
        rows = fetch_records(con.execute(FEATURED_QUERY, day))
        if not rows:
            raise AlmanacError(Note("no_featured"))
        daily = {
            (row["id"], row["category"]): row
            for row in fetch_records(con.execute(statement("cli/featured_daily_gains"), day))
        }
        sample = is_sample(con)
        milestones = read_coming(con, rows[0]["date"], ["model"])
    for row in rows:
        row["notes"] = serialize_notes(lang, "featured-note", read_notes(row["notes"]))
    if as_json:
        for row in rows:
            row["unknown_changes"] = serialize_notes(lang, "change-unknown", read_notes(row["unknown_changes"]))
        print_json({"sample": sample, "date": rows[0]["date"], "models": rows})
        return
    out = console()
    if sample:
        out.print(sanitize(sample_note(lang)), style="yellow")
    out.print(sanitize(f"{say('heading-featured')} · {rows[0]['date']}"), style="bold")
    format_figure = format_number if out.width >= WIDE_COLUMNS else format_compact
    cells = [_make_cells(row, daily[row["id"], row["category"]], format_figure, lang) for row in rows]
    out.print(fit_table(out, _make_columns(say), cells))
    if any(row[name] is not None for row in rows for name in CHANGE_COLUMNS):
        out.print(sanitize(say("featured-changes")), style="dim")
    out.print(sanitize(say("featured-ranks")), style="dim")
    for row in rows:
        if row["notes"]:
            out.print(sanitize(f"{row['id']}: {' '.join(note['text'] for note in row['notes'])}"))
    print_coming(milestones, lang)


def _make_columns(say: Say) -> list[Column]:
    return [
        Column(say("heading-model")), Column(say("heading-category"), priority=10), Column(say("heading-availability"), no_wrap=True, priority=35), Column(say("heading-downloads-30d"), numeric=True, priority=52),
        Column(say("heading-all-time"), numeric=True, priority=80), Column(say("heading-downloads-1d"), numeric=True, priority=78), Column(say("heading-downloads-7d"), numeric=True, priority=65),
        Column(say("heading-downloads-gained-30d"), numeric=True, priority=62), Column(say("heading-downloads-trend"), no_wrap=True, priority=45), Column(say("heading-likes"), numeric=True, priority=90),
        Column(say("heading-likes-1d"), numeric=True, priority=85), Column(say("heading-likes-7d"), numeric=True, priority=68), Column(say("heading-likes-30d"), numeric=True, priority=50),
        Column(say("heading-likes-trend"), no_wrap=True, priority=44), Column(say("heading-rank-by-downloads"), numeric=True, priority=75), Column(say("heading-share"), numeric=True, priority=55),
        Column(say("heading-by-likes"), numeric=True, priority=20), Column(say("heading-by-trend"), numeric=True, priority=19),
        Column(say("heading-derivatives"), numeric=True, priority=18),
    ]  # fmt: skip


def _make_cells(
    row: Row, daily: Mapping[str, list[float | None]], format_figure: Callable[..., Text], lang: str
) -> list[Text]:
    current_id = row["current_id"]
    download_changes, like_changes = (
        [format_change(row[name], format_figure) for name in names]
        for names in (CHANGE_COLUMNS[:3], CHANGE_COLUMNS[3:])
    )
    derivative_counts = [row[kind] for kind in ("finetunes", "quantizations", "adapters", "merges")]
    return [
        sanitize(row["id"] if current_id in (row["id"], None) else f"{row['id']} → {current_id}"), sanitize(row["category"]), sanitize(word(lang, "status", row["availability"])),
        format_figure(row["downloads"]), format_figure(row["downloads_all_time"]), *download_changes, draw_trend(daily["downloads"]), format_figure(row["likes"]), *like_changes,
        draw_trend(daily["likes"]), format_number(row["rank_downloads"]), sanitize("–" if row["share_downloads"] is None else f"{row['share_downloads']:.1%}"), format_number(row["rank_likes"]),
        format_number(row["rank_trending"]), format_number(None if None in derivative_counts else sum(derivative_counts)),
    ]  # fmt: skip
