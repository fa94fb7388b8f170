"""`almanac categories`: what is documented, and how large it is."""

from typing import Annotated

import typer

from pipeline.cli.language import LANG, speaker
from pipeline.cli.terminal import Column, console, fitted, number, plain, print_json, sample_note, trend
from pipeline.config import Home
from pipeline.i18n.messages import named
from pipeline.published.query_limits import read_seconds
from pipeline.published.reader import is_sample, published, records
from pipeline.sql import statement


def categories(
    ctx: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object: docs/terminal.md tells its keys.")] = False,
    lang: LANG = None,
) -> None:
    """List the documented categories: their names, how many repos were observed in them, and how many are new.

    \b
    Examples:
      almanac categories
      almanac categories --lang ko
    """
    home: Home = ctx.obj
    lang, say = speaker(lang)
    with published(home, seconds=read_seconds()) as con:
        rows = records(con.execute(statement("cli/categories")))
        sample = is_sample(con)
    if as_json:
        print_json({"sample": sample, "categories": rows})
        return
    out = console()
    if sample:
        out.print(plain(sample_note(lang)), style="yellow")
    columns = [
        Column(say("heading-category"), whole=True), Column(say("heading-name"), worth=90), Column(say("heading-section"), worth=30), Column(say("heading-repos"), numeric=True, worth=85),
        Column(say("heading-new"), numeric=True, worth=80), Column(say("heading-new-trend"), whole=True, worth=50), Column(say("heading-likes"), numeric=True, worth=60),
        Column(say("heading-downloads-30d"), numeric=True, worth=55), Column(say("heading-featured"), numeric=True, worth=45), Column(say("heading-coverage"), whole=True, worth=40),
        Column(say("heading-description"), worth=20), Column(say("heading-note"), worth=10),
    ]  # fmt: skip
    cells = [
        [plain(row["slug"]), plain(named(lang, row, "name")), plain(named(lang, row, "section")), number(row["repos"]), number(row["new_repos"]),
         trend(row["new_repos_30d"] or []), number(row["likes"]), number(row["downloads"]), number(row["featured_models"]), plain(row["coverage"] or "–"),
         plain(named(lang, row, "description")), plain(row["note"] or "")]
        for row in rows
    ]  # fmt: skip
    out.print(fitted(out, columns, cells))
