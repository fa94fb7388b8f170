"""`almanac categories`: what is documented, and how large it is."""

from typing import Annotated

import typer

from pipeline.cli.terminal import SAMPLE_NOTE, Column, console, fitted, number, plain, print_json, trend
from pipeline.config import Home
from pipeline.i18n.terminal_texts import LANG, Lang, speaker
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
        out.print(f"[yellow]{SAMPLE_NOTE}[/]")
    tongue = "ko" if lang is Lang.ko else "en"
    columns = [
        Column(say("category"), whole=True), Column(say("name"), worth=90), Column(say("section"), worth=30), Column(say("repos"), numeric=True, worth=85),
        Column(say("new"), numeric=True, worth=80), Column(say("trend"), whole=True, worth=50), Column(say("likes"), numeric=True, worth=60),
        Column(say("dl 30d"), numeric=True, worth=55), Column(say("featured"), numeric=True, worth=45), Column(say("coverage"), whole=True, worth=40),
        Column(say("description"), worth=20), Column(say("note"), worth=10),
    ]  # fmt: skip
    cells = [
        [plain(row["slug"]), plain(row[f"name_{tongue}"]), plain(row[f"section_{tongue}"]), number(row["repos"]), number(row["new_repos"]),
         trend(row["new_30d"] or []), number(row["likes"]), number(row["downloads"]), number(row["featured"]), plain(row["coverage"] or "–"),
         plain(row[f"description_{tongue}"]), plain(row["note"] or "")]
        for row in rows
    ]  # fmt: skip
    out.print(fitted(out, columns, cells))
