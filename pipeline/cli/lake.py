import datetime as dt
from contextlib import closing
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import duckdb
import typer

from pipeline.cli.dates import parse_day
from pipeline.cli.language import LanguageOption, select_language
from pipeline.cli.terminal import console, make_table, sanitize
from pipeline.config import Home
from pipeline.errors import AlmanacError, NoPublishedFile, UsageError
from pipeline.i18n.messages import Say
from pipeline.lake.connection import name_catalog, open_lake
from pipeline.lake.settings import LakeSettings
from pipeline.notes import Note

if TYPE_CHECKING:
    from pipeline.lake.load import LakeLoad

PROMPT_SECONDS = 30.0


class LakeAction(StrEnum):
    init = "init"
    status = "status"
    verify = "verify"
    repair = "repair"
    maintain = "maintain"
    attach = "attach"


def lake(
    ctx: typer.Context,
    action: Annotated[LakeAction, typer.Argument(help="What to do.")],
    execute: Annotated[
        bool, typer.Option("--exec", help="attach: open the prompt on the lake instead of printing SQL.")
    ] = False,
    as_of: Annotated[
        str | None, typer.Option(help="attach: the lake as it was published on this day.", show_default=False)
    ] = None,
    lang: LanguageOption = None,
) -> None:
    """Load, verify, repair, maintain or read the lake that ALMANAC_LAKE names (docs/lake.md).

    init brings all published days into the lake; after an interruption, run it again. verify compares every row with
    hub.duckdb, and finds lost and damaged files. repair restores their rows from hub.duckdb. maintain deletes replaced
    rows and merges small files. attach prints the SQL that reads the lake like hub.duckdb in any DuckDB client.

    \b
    Examples:
      almanac lake init
      almanac lake attach > attach.sql
      almanac lake attach --exec --as-of 2026-11-20
    """
    home: Home = ctx.obj
    lang, say = select_language(lang)
    if action is not LakeAction.attach and (execute or as_of):
        raise UsageError(Note("lake_attach_only"))
    settings = LakeSettings.from_env()
    if action is LakeAction.attach:
        _attach(home, settings, lang, parse_day(as_of) if as_of else None, execute=execute)
        return
    if action is not LakeAction.status and not home.published.exists():  # readers without a home also ask for it
        raise NoPublishedFile(Note("lake_without_published", {"path": str(home.published)}))
    if action is LakeAction.init:
        _init(home, settings, say)
        return
    if action is LakeAction.repair:
        _repair(home, settings, say)
        return
    with open_lake(settings, read_only=action is not LakeAction.maintain) as con:
        {LakeAction.status: _print_status, LakeAction.verify: _verify, LakeAction.maintain: _maintain}[action](
            con, home, settings, say
        )


def _init(home: Home, settings: LakeSettings, say: Say) -> None:
    from pipeline.lake.load import load_lake  # noqa: PLC0415

    with open_lake(settings) as con, console(err=True).status(sanitize(say("lake-comparing"))) as status:
        load = load_lake(
            con,
            home,
            settings,
            lambda rows, all_rows: status.update(sanitize(say("lake-loading", rows=rows, all=all_rows))),
        )
    _print_load(load, say)


def _print_load(load: "LakeLoad", say: Say) -> None:
    key = "lake-up-to-date" if load.number is None else "lake-loaded"
    console().print(sanitize(say(key, rows=load.rows, days=len(load.days), number=load.number or 0)))


def _repair(home: Home, settings: LakeSettings, say: Say) -> None:
    from pipeline.lake.repair import repair_lake  # noqa: PLC0415

    with open_lake(settings) as con, console(err=True).status(sanitize(say("lake-comparing"))):
        repair = repair_lake(con, home, settings)
    if repair.load.number is not None:
        _print_load(repair.load, say)
    if not repair.tables:
        console().print(sanitize(say("lake-undamaged")))
        return
    console().print(sanitize(say("lake-repaired", rows=repair.rows, tables=", ".join(repair.tables))))
    if repair.lost_rows:
        console().print(sanitize(say("lake-states-lost", rows=repair.lost_rows, first=str(repair.first_day or "-"))))


def _print_status(con: duckdb.DuckDBPyConnection, home: Home, settings: LakeSettings, say: Say) -> None:
    from pipeline.lake.status import read_status  # noqa: PLC0415

    status = read_status(con, home, settings)
    table = make_table([("", False), ("", False)])
    rows = {
        "catalog": name_catalog(settings),
        "data": settings.data,
        "last-load": f"{status.number} ({status.loaded_at:%Y-%m-%d %H:%M} UTC)" if status.loaded_at else "0",
        "day": str(status.day or "-"),
        "published-day": str(status.published_day or "-"),
        "loads": str(status.loads),
        "rows": f"{status.rows:,}",
        "bytes": f"{status.bytes:,}",
        "files": f"{status.files:,}",
    }
    for name, value in rows.items():
        table.add_row(sanitize(say(f"lake-status-{name}")), sanitize(value))
    console().print(table)


def _verify(con: duckdb.DuckDBPyConnection, home: Home, settings: LakeSettings, say: Say) -> None:
    from pipeline.lake.verify import compare_lake  # noqa: PLC0415

    with console(err=True).status(sanitize(say("lake-comparing"))):
        comparisons = compare_lake(con, home, settings)
    headings = [
        (say(f"lake-verify-{name}"), name != "table") for name in ("table", "published", "lake", "different", "damaged")
    ]
    table = make_table(headings)
    for comparison in comparisons:
        counts = (
            comparison.published_rows,
            comparison.lake_rows,
            comparison.different_parts,
            comparison.damaged_parts,
        )
        table.add_row(comparison.name, *(f"{count:,}" for count in counts))
    console().print(table)
    if damaged_tables := [comparison for comparison in comparisons if comparison.is_damaged]:
        reasons = [comparison.reason for comparison in damaged_tables if comparison.reason]
        tables = ", ".join(comparison.name for comparison in damaged_tables)
        raise AlmanacError(
            *(Note("lake_unreadable_file", {"reason": reason}) for reason in reasons[:1]),
            Note("lake_damaged", {"tables": tables}),
        )
    if different := [comparison.name for comparison in comparisons if comparison.different_parts]:
        raise AlmanacError(Note("lake_differs", {"tables": ", ".join(different)}))
    console().print(sanitize(say("lake-equal")))


def _maintain(con: duckdb.DuckDBPyConnection, home: Home, settings: LakeSettings, say: Say) -> None:
    from pipeline.lake.maintenance import maintain_lake  # noqa: PLC0415

    maintenance = maintain_lake(con, home, settings)
    console().print(
        sanitize(say("lake-maintained", parts=maintenance.parts, rows=maintenance.rows, files=maintenance.files))
    )


def _attach(home: Home, settings: LakeSettings, lang: str, as_of: dt.date | None, *, execute: bool) -> None:
    if not execute:
        from pipeline.lake.session import build_script  # noqa: PLC0415

        with open_lake(settings, read_only=True) as con:
            typer.echo(build_script(con, settings, as_of), nl=False)
        return
    from pipeline.cli.sql_prompt import run_prompt  # noqa: PLC0415
    from pipeline.published.reader import connect_lake  # noqa: PLC0415

    with closing(connect_lake(settings, as_of)) as con:
        run_prompt(con, home, lang, PROMPT_SECONDS, None, trust=False)
