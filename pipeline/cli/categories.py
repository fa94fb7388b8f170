import typer
from rich.text import Text

from pipeline.cli.language import JsonOption, LanguageOption, select_language
from pipeline.cli.read_home import LakeOption, choose_read_home
from pipeline.cli.terminal import (
    Column,
    console,
    draw_trend,
    fit_table,
    format_number,
    print_json,
    sample_note,
    sanitize,
)
from pipeline.i18n.formats import format_short_day
from pipeline.i18n.messages import localize_field, word
from pipeline.published.query_limits import find_read_limit
from pipeline.published.reader import Row, fetch_records, is_sample, open_published
from pipeline.sql import statement


def categories(
    ctx: typer.Context,
    as_json: JsonOption = False,
    lake: LakeOption = False,
    lang: LanguageOption = None,
) -> None:
    """List the categories with their names, observed repos and new repos.

    \b
    Examples:
      almanac categories
      almanac categories --lang ko
    """
    home = choose_read_home(ctx)
    lang, say = select_language(lang)
    with open_published(home, seconds=find_read_limit()) as con:
        rows = fetch_records(con.execute(statement("cli/categories")))
        sample = is_sample(con)
    if as_json:
        print_json({"sample": sample, "categories": rows})
        return
    out = console()
    if sample:
        out.print(sanitize(sample_note(lang)), style="yellow")
    columns = [
        Column(say("heading-category"), no_wrap=True), Column(say("heading-name"), priority=90), Column(say("heading-section"), priority=30), Column(say("heading-repos"), numeric=True, priority=85),
        Column(say("heading-new"), numeric=True, priority=80), Column(say("heading-new-trend"), no_wrap=True, priority=50), Column(say("heading-likes"), numeric=True, priority=60),
        Column(say("heading-downloads-30d"), numeric=True, priority=55), Column(say("heading-featured"), numeric=True, priority=45), Column(say("heading-coverage"), no_wrap=True, priority=40),
        Column(say("heading-description"), priority=20), Column(say("heading-note"), priority=10),
    ]  # fmt: skip
    last_day = max((row["date"] for row in rows if row["date"]), default=None)

    def format_repos(row: Row) -> Text:
        """Format the observed repos, with the day if that is not the last one."""
        repos = format_number(row["repos"])
        return (
            repos.append(f" ({format_short_day(lang, row['date'])})") if row["date"] not in (None, last_day) else repos
        )

    cells = [
        [sanitize(row["slug"]), sanitize(localize_field(lang, row, "name")), sanitize(localize_field(lang, row, "section")), format_repos(row), format_number(row["new_repos"]),
         draw_trend(row["new_repos_30d"] if len(row["new_repos_30d"] or []) > 1 else []), format_number(row["likes"]), format_number(row["downloads"]), format_number(row["featured_models"]), sanitize(word(lang, "coverage-of", row["coverage"]) if row["coverage"] else "–"),
         sanitize(localize_field(lang, row, "description")), sanitize(localize_field(lang, row, "note") or "")]
        for row in rows
    ]  # fmt: skip
    out.print(fit_table(out, columns, cells))
