import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.filesize import decimal

from pipeline.cli.dates import parse_day
from pipeline.cli.language import LanguageOption, Say, select_language
from pipeline.cli.options import reject_other_options
from pipeline.cli.progress_bar import make_progress_bars, make_step_report
from pipeline.cli.read_home import choose_read_home
from pipeline.cli.terminal import Column, console, fit_table, format_number, print_json, sanitize
from pipeline.config import Home, HubSettings, Settings
from pipeline.errors import SourceMissing, UsageError
from pipeline.kinds import KINDS, Kind
from pipeline.notes import Note

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pipeline.imports.formats.almanac import Almanac
    from pipeline.imports.import_source import ImportOutcome
    from pipeline.imports.pieces import ImportPlan, ImportRequest, PieceReader, PieceReport
    from pipeline.imports.shelf import UnshelvedDays

MAX_LISTED = 20  # pieces that a plan lists
MAX_SPANS = 6  # of days, in a list


def import_(
    ctx: typer.Context,
    source: Annotated[
        str | None, typer.Argument(help="A file, folder, pattern, https:// or hf://datasets/owner/name address.")
    ] = None,
    file_format: Annotated[str | None, typer.Option("--format", help="Format; default: recognized.")] = None,
    kind: Annotated[str | None, typer.Option(help="Only models or datasets.")] = None,
    first: Annotated[str | None, typer.Option("--from", help="First day, as 2026-03-06.")] = None,
    last: Annotated[str | None, typer.Option("--to", help="Last day.")] = None,
    mapping: Annotated[Path | None, typer.Option(help="TOML file that names the columns of a table.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would be read; change nothing.")] = False,
    allow_missing: Annotated[
        bool, typer.Option("--allow-missing", help="Do nothing if the dataset repo does not exist or is no export yet.")
    ] = False,
    remove: Annotated[str | None, typer.Option(help="Take this source out instead; `sources` lists them.")] = None,
    show_list: Annotated[
        bool, typer.Option("--list", help="Show the sources instead, and which of them has which day.")
    ] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="With --list: print one JSON object; docs/terminal.md lists its keys.")
    ] = False,
    lang: LanguageOption = None,
) -> None:
    """Import the Hub's past from a public archive or a file of your own, or restore an empty home from an export.

    An own observation of a day counts before an import, a whole day with the Hub's ids before a weekly one, and that
    before a series of names. After an interruption, run it again. Ranks the boards of the last 40 days.

    \b
    Examples:
      almanac import hf://datasets/cfahlgren1/hub-stats --from 2026-11-01 --dry-run
      almanac import archive/2025-01.parquet --mapping columns.toml
      almanac import hf://datasets/owner/almanac --allow-missing
      almanac import --list
      almanac import --remove hub-stats
    """
    home: Home = ctx.obj
    _, say = select_language(lang)
    if (source is not None) + (remove is not None) + show_list != 1:
        raise UsageError(Note("import_source_or_remove"))
    _reject_ignored_options(ctx, show_list=show_list, remove=remove is not None, as_json=as_json)
    if show_list:
        list_imported(choose_read_home(ctx), say, as_json=as_json)
        return
    if remove is not None:
        remove_imported(home, remove, say)
        return
    from pipeline.imports.pieces import ImportRequest  # noqa: PLC0415

    request = ImportRequest(
        str(source), file_format, _parse_kind(kind), parse_day(first) if first else None, parse_day(last) if last else None, mapping,
        home.known_days,
    )  # fmt: skip
    try:
        import_or_restore(home, request, say, dry_run=dry_run)
    except SourceMissing as error:
        if not allow_missing:
            raise
        console().print(sanitize(say("import-missing", reason=str(error))))


def _reject_ignored_options(ctx: typer.Context, *, show_list: bool, remove: bool, as_json: bool) -> None:
    if as_json and not show_list:
        raise UsageError(Note("json_needs_list"))
    if show_list:
        reject_other_options(ctx, ("show_list", "as_json", "lang"), "options_excluded", "--list")
    if remove:
        reject_other_options(ctx, ("remove", "lang"), "options_excluded", "--remove")


def import_or_restore(home: Home, request: "ImportRequest", say: Say, *, dry_run: bool) -> None:
    """Import what is requested, or restore an empty home."""
    from pipeline.imports.formats import open_reader  # noqa: PLC0415
    from pipeline.imports.formats.almanac import Almanac  # noqa: PLC0415

    reader = open_reader(request, HubSettings.from_env())
    if isinstance(reader, Almanac) and restore_home(home, reader, say, dry_run=dry_run):
        return
    plan = reader.plan()
    print_plan(plan, say)
    if not dry_run and (plan.pieces or home.warehouse.exists()):
        import_source(home, plan, reader, say)


def restore_home(home: Home, reader: "Almanac", say: Say, *, dry_run: bool) -> bool:
    """Restore an empty home from a whole export; return whether that is what was asked for."""
    from pipeline.publishing.restore import has_all_days, needs_restore, restore_export  # noqa: PLC0415
    from pipeline.site.build import rebuild_site  # noqa: PLC0415  imports the charts

    request = reader.request
    if any((request.kind, request.first_day, request.last_day)):
        return False
    source, manifest = reader.export
    if not needs_restore(home, manifest):
        if not has_all_days(home, manifest):
            return False
        if not dry_run:
            rebuild_site(home, Settings.from_env())  # a killed restore may not have
        console().print(sanitize(say("import-has-all", address=source.address, path=home.root)))
        return True
    facts = {"days": manifest.days, "first": manifest.first_day or "–", "last": manifest.last_day or "–"}
    plan = say("import-restore-plan", address=source.address, bytes=decimal(manifest.bytes), **facts)
    console().print(sanitize(plan))
    if not dry_run:
        with make_progress_bars(console(err=True)) as bars:
            task = bars.add_task(say("import-phase-read"), total=manifest.bytes, detail="")
            result = restore_export(home, source, manifest, lambda count: bars.update(task, completed=count))
        rebuild_site(home, Settings.from_env())
        console().print(sanitize(say("import-restored", days=result.days, path=home.root)))
    return True


def import_source(home: Home, plan: "ImportPlan", reader: "PieceReader", say: Say) -> None:
    """Import the plan's pieces, with progress on the terminal."""
    from pipeline.publishing.imported import import_plan  # noqa: PLC0415
    from pipeline.site.build import rebuild_site  # noqa: PLC0415  imports the charts

    settings = Settings.from_env()
    with make_progress_bars(console(err=True)) as bars:
        published = import_plan(home, plan, reader, settings.board_places, make_step_report(bars, say))
    rebuild_site(home, settings)
    print_outcome(published.outcome, published.board_days, say)


def list_imported(home: Home, say: Say, *, as_json: bool) -> None:
    """Show the sources of a home's days."""
    from pipeline.cli.source_calendar import print_source_list, read_source_list  # noqa: PLC0415
    from pipeline.published.query_limits import find_read_limit  # noqa: PLC0415
    from pipeline.published.reader import open_published  # noqa: PLC0415

    with open_published(home, seconds=find_read_limit()) as con:
        report, days = read_source_list(con, home.imports)
    if as_json:
        print_json(report)
    else:
        print_source_list(report, days, say)


def remove_imported(home: Home, name: str, say: Say) -> None:
    """Take a source out, restore what was there before it, rank the last days and publish."""
    from pipeline.cli.arguments import require_choice, require_warehouse  # noqa: PLC0415
    from pipeline.crawl.spool_lock import spool_lock  # noqa: PLC0415
    from pipeline.imports.shelf import list_sources, shelf_lock  # noqa: PLC0415
    from pipeline.publishing.imported import remove_import  # noqa: PLC0415
    from pipeline.site.build import rebuild_site  # noqa: PLC0415  imports the charts
    from pipeline.warehouse.connection import open_warehouse  # noqa: PLC0415

    settings = Settings.from_env()
    require_warehouse(home)
    with (
        shelf_lock(home.imports, timeout=10),
        spool_lock(home.spool, timeout=10),
        open_warehouse(home.warehouse, accept_stale_history=True) as con,
    ):
        require_choice(name, "source", list_sources(con))
        with make_progress_bars(console(err=True)) as bars:
            outcome = remove_import(con, home, name, settings.board_places, make_step_report(bars, say))
    rebuild_site(home, settings)
    console().print(sanitize(say("import-removed", source=name, days=len(outcome.days))))
    print_unshelved_days(outcome.unshelved_days, say)


def _parse_kind(text: str | None) -> Kind | None:
    """Return a kind by its singular or plural name. Raises UsageError."""
    if text is None:
        return None
    names: dict[str, Kind] = {name: kind.name for kind in KINDS.values() for name in (kind.name, kind.plural)}
    if text.lower() not in names:
        raise UsageError(
            Note("unknown_kind", {"name": text[:100], "kinds": ", ".join(k.plural for k in KINDS.values())})
        )
    return names[text.lower()]


def print_plan(plan: "ImportPlan", say: Say) -> None:
    out = console()
    source = plan.source
    rows = "?" if plan.rows is None else f"{plan.rows:,}"
    first, last = (min(piece.first_day for piece in plan.pieces), max(piece.last_day for piece in plan.pieces)) if plan.pieces else (None, None)  # fmt: skip
    out.print(sanitize(f"{source.name} · {source.format} · {source.address}"), style="bold")
    if source.license:
        out.print(sanitize(say("import-license", license=source.license, attribution=source.attribution or "–")))
    if not plan.pieces:
        out.print(sanitize(say("import-nothing")))
    else:
        out.print(
            sanitize(
                say(
                    "import-plan", pieces=len(plan.pieces), first=first, last=last, rows=rows, bytes=decimal(plan.bytes)
                )
            )
        )
    columns = [Column(say("heading-kind")), Column(say("heading-days")), Column(say("heading-rows"), numeric=True), Column(say("heading-bytes"), numeric=True)]  # fmt: skip
    cells = [
        [sanitize(piece.kind), sanitize(f"{piece.first_day} – {piece.last_day}" if piece.first_day != piece.last_day else str(piece.first_day)),
         format_number(piece.rows), sanitize(decimal(piece.bytes))]
        for piece in plan.pieces[:MAX_LISTED]
    ]  # fmt: skip
    if cells:
        out.print(fit_table(out, columns, cells))
    if len(plan.pieces) > MAX_LISTED:
        out.print(sanitize(say("import-more-pieces", n=len(plan.pieces) - MAX_LISTED)), style="dim")
    print_skipped_days(plan.skipped_days, say)


def print_skipped_days(days: "Mapping[dt.date, str]", say: Say) -> None:
    by_reason: dict[str, list[dt.date]] = {}
    for day, reason in sorted(days.items()):
        by_reason.setdefault(reason, []).append(day)
    for reason, reason_days in by_reason.items():
        sentence = say("import-skipped", reason=say(f"skip-{reason}"), n=len(reason_days), days=_list_days(reason_days))
        console().print(sanitize(sentence), style="dim")


def _list_days(days: "Sequence[dt.date]") -> str:
    """List days in order as spans, up to six."""
    spans: list[list[dt.date]] = []
    for day in days:
        if spans and day - spans[-1][-1] == dt.timedelta(1):
            spans[-1] = [spans[-1][0], day]
        else:
            spans.append([day])
    texts = [" – ".join(map(str, span)) for span in spans[:MAX_SPANS]]
    return ", ".join([*texts, *(["…"] if len(spans) > MAX_SPANS else [])])


def print_outcome(outcome: "ImportOutcome", board_days: "Sequence[dt.date]", say: Say) -> None:
    from pipeline.imports.pieces import TRUE_DOWNLOADS  # noqa: PLC0415

    out = console()
    rows = sum(report.rows for report in outcome.reports)
    days = {day for report in outcome.reports for day in report.days}
    out.print(
        sanitize(
            say(
                "import-done",
                rows=f"{rows:,}",
                days=len(days),
                changed=len(outcome.changed_days),
                boards=len(board_days),
            )
        )
    )
    if any(TRUE_DOWNLOADS in report.columns for report in outcome.reports):
        out.print(sanitize(say("import-compare")))
    for line in list_findings(outcome.reports, say):
        out.print(sanitize(line), style="dim")
    print_unshelved_days(outcome.unshelved_days, say)
    identities = outcome.identities
    if identities.provisional_repos:
        out.print(
            sanitize(
                say(
                    "import-provisional",
                    repos=f"{identities.provisional_repos:,}",
                    ambiguous=f"{identities.ambiguous_names:,}",
                )
            ),
            style="dim",
        )


def print_unshelved_days(sources: "Sequence[UnshelvedDays]", say: Say) -> None:
    """Say which days count but are nowhere any more."""
    for source in sources:
        facts = {"source": source.source, "n": len(source.days), "days": _list_days(sorted(source.days))}
        console().print(sanitize(say("import-unshelved", address=source.address, **facts)))


def list_findings(reports: "Sequence[PieceReport]", say: Say) -> "Iterator[str]":
    """Say what the pieces dropped, cut or did not understand."""
    if duplicates := sum(report.duplicates for report in reports):
        yield say("import-duplicates", rows=f"{duplicates:,}")
    rejects: dict[str, int] = {}
    for report in reports:
        for reason, rows in report.rejects.items():
            rejects[reason] = rejects.get(reason, 0) + rows
    for reason, rows in rejects.items():
        yield say("import-rejects", rows=f"{rows:,}", reason=say(f"skip-{reason}"))
    if partial := {day for report in reports for day in report.partial_days}:
        yield say("import-partial", n=len(partial), days=_list_days(sorted(partial)))
    if columns := {column for report in reports for column in report.unknown_columns}:
        yield say("import-unknown-columns", columns=", ".join(sorted(columns)[:MAX_LISTED]))
