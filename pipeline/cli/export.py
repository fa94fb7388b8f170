from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import duckdb
import typer
from rich.cells import set_cell_size

from pipeline.cli.arguments import require_choice
from pipeline.cli.completion import complete_relations
from pipeline.cli.dates import DATE_FORMS, parse_day
from pipeline.cli.progress_bar import make_progress_bars
from pipeline.cli.read_home import choose_read_home
from pipeline.cli.terminal import console, format_number, make_table, sample_note, sanitize
from pipeline.config import Home, HubSettings
from pipeline.errors import AlmanacError, UsageError
from pipeline.export.card import render_card
from pipeline.export.files import (
    Request,
    RowCount,
    Source,
    count_rows,
    has_days,
    list_days_of_part,
    list_stale_parts,
    open_writer,
    plan_parts,
    read_source,
    remove_part,
    write_part,
)
from pipeline.export.folder import (
    CARD_FILE,
    FileFormat,
    Part,
    claim_folder,
    find_parts,
    install_text,
    is_export_of,
    remove_file,
)
from pipeline.export.hub import Target, log_in, publish, require_repo_name
from pipeline.export.state import list_state_files, open_state, remove_manifest, write_state
from pipeline.files import describe_os_error
from pipeline.huggingface import find_token_source
from pipeline.i18n.locale import localize
from pipeline.i18n.messages import DEFAULT_LANGUAGE
from pipeline.imports.manifest import MANIFEST_FILE, MARKER_FILE
from pipeline.notes import Note, Parameters
from pipeline.published.data_dictionary import OWNERS_RELATIONS, load_relations
from pipeline.published.query_limits import READ_HINT, QueryWatchdog, find_read_limit
from pipeline.published.reader import open_published
from pipeline.repo_names import parse_repo_name
from pipeline.user_paths import expand_path

if TYPE_CHECKING:
    from huggingface_hub import HfApi


FILE_TIMEOUT_SECONDS = 600.0  # per file; three million repos took 15
Result = TypeVar("Result")
RelationArguments = Annotated[
    list[str],
    typer.Argument(
        metavar="RELATION...", help="Relations from docs/tables.md, or all.", autocompletion=complete_relations
    ),
]


def export(
    ctx: typer.Context,
    names: RelationArguments,
    output: Annotated[
        Path | None, typer.Option(help="New folder, or folder of an earlier export; default: export in the home.")
    ] = None,
    first_text: Annotated[
        str | None, typer.Option("--from", help=f"First day, as {DATE_FORMS}; default: the first published day.")
    ] = None,
    last_text: Annotated[str | None, typer.Option("--to", help="Last day; default: the last published day.")] = None,
    file_format: Annotated[FileFormat, typer.Option("--format", help="File format.")] = FileFormat.parquet,
    spreadsheet_safe: Annotated[
        bool, typer.Option("--spreadsheet-safe", help="CSV: prefix texts that look like formulas with an apostrophe.")
    ] = False,
    with_share_alike: Annotated[
        bool, typer.Option("--with-share-alike", help="Include imported days whose license binds the whole export.")
    ] = False,
    to_hub: Annotated[
        str | None,
        typer.Option(metavar="OWNER/NAME", help="Publish the folder as a dataset repo; without --yes, a dry run."),
    ] = None,
    public: Annotated[bool, typer.Option("--public", help="Make the repo public; default: private.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Publish instead of a dry run.")] = False,
) -> None:
    """Export relations to a folder, as Parquet or CSV files by day and past month, with a data card; publish it as a dataset repo.

    Replaces exported days, removes those that this home no longer has, and keeps all others. The same day always gives the same bytes.
    `almanac import` restores a home from an export of all relations.

    \b
    Examples:
      almanac export all
      almanac export trends movers --output boards --from 2026-11-01
      almanac export models --format csv --output tables
      almanac export all --to-hub owner/name --yes
    """
    home: Home = choose_read_home(ctx) if to_hub is None else ctx.obj  # a demo is not for publishing
    relation_names = _resolve_relations(names)
    _check_options(file_format, to_hub, to_publish=public or yes, spreadsheet_safe=spreadsheet_safe)
    if to_hub is not None:
        to_hub = require_repo_name(_read_repo_name(to_hub))
    target = Target(HubSettings.from_env().endpoint, to_hub, public) if to_hub is not None else None
    api = log_in(target.endpoint) if target and yes else None
    folder = expand_path(output or home.root / "export")
    with open_published(home, seconds=find_read_limit()) as con:
        source = read_source(con, with_share_alike=with_share_alike)
    request = _parse_request(relation_names, first_text, last_text, file_format, source)
    parts = plan_parts(request, source, find_parts(folder))
    undated_relations = [name for name in relation_names if not has_days(load_relations()[name])]
    if len(parts) == len(undated_relations) < len(relation_names):
        days: Parameters = {"first": str(source.days[0]), "last": str(source.days[-1])}
        raise AlmanacError(Note("export_no_days", days), Note("nothing_written"))
    has_all = "all" in names and file_format is FileFormat.parquet
    with _claim_folder(home, folder, source) as scratch:
        folder_parts = _write_parts(
            home, folder, scratch, parts, source, request, to_hub, spreadsheet_safe=spreadsheet_safe, with_state=has_all
        )
        _print_summary(source, undated_relations if first_text or last_text else [], folder)
        if target is not None:
            _publish_or_preview(target, api, folder, folder_parts, source, request)


def _print_summary(source: Source, whole_relations: list[str], folder: Path) -> None:
    """`whole_relations`: those exported in full although a span of days was requested."""
    out = console()
    if whole_relations:
        out.print(sanitize(localize("cli-exported-in-full", names=", ".join(whole_relations))), style="dim")
    if source.left_out_days:
        out.print(sanitize(localize("export-left-out", n=len(source.left_out_days))))
    out.print(sanitize(localize("cli-exported", path=folder)))


@contextmanager
def _claim_folder(home: Home, folder: Path, source: Source) -> Iterator[Path]:
    """Announce sample data and lock the folder; yields its scratch folder. Raises AlmanacError if it is not writable."""
    if source.sample:
        console().print(sanitize(sample_note()), style="yellow")
    try:
        with claim_folder(folder, home, sample=source.sample, almanac=source.almanac) as scratch:
            yield scratch
    except BrokenPipeError:
        raise  # the reader of standard output is gone, but the files are complete
    except OSError as error:
        cause = describe_os_error(error, folder)
        raise AlmanacError(Note("cannot_write", {"path": str(folder), "cause": cause}), Note("unchanged")) from error


def _parse_request(
    names: Sequence[str], first_text: str | None, last_text: str | None, file_format: FileFormat, source: Source
) -> Request:
    """Parse the first and last day. Raises UsageError for an invalid date or a reversed span."""
    first, last = (
        None if text is None else parse_day(text, lambda: source.days[-1]) for text in (first_text, last_text)
    )
    if first and last and first > last:
        raise UsageError(Note("reversed_span", {"first": str(first), "last": str(last)}))
    return Request(names, first, last or source.days[-1], file_format)


def _read_repo_name(text: str) -> str:
    """Return the name of the dataset repo if the text is the address of its page, else the text."""
    name = parse_repo_name(text)
    return name.id if name and name.kind == "dataset" else text


def _check_options(file_format: FileFormat, to_hub: str | None, *, to_publish: bool, spreadsheet_safe: bool) -> None:
    if to_publish and to_hub is None:
        raise UsageError(Note("export_needs_repo"))
    if spreadsheet_safe and (file_format is not FileFormat.csv or to_hub is not None):
        raise UsageError(Note("export_spreadsheet_safe"))


def _resolve_relations(names: list[str]) -> list[str]:
    known_relations = list(load_relations())
    for name in names:
        require_choice(name, "relation", [*known_relations, "all"])
    public_relations = [relation for relation in known_relations if relation not in OWNERS_RELATIONS]
    requests = [public_relations if name == "all" else [name] for name in names]
    return list(dict.fromkeys(relation for relations in requests for relation in relations))


def _write_parts(
    home: Home,
    folder: Path,
    scratch: Path,
    parts: Sequence[Part],
    source: Source,
    request: Request,
    repo: str | None,
    *,
    spreadsheet_safe: bool,
    with_state: bool,
) -> list[Part]:
    """Write parts, state and data card, print a summary, and return all parts in the folder."""
    out = console()
    sizes_by_part: dict[Part, tuple[int, int]] = {}
    removed_count = 0
    stale_parts = _find_stale_parts(folder, source)
    try:
        with open_writer(home, folder, scratch) as con, make_progress_bars(out) as bars:
            task = bars.add_task("export", total=len(parts), detail="")
            for part in filter(request.covers, stale_parts):
                removed_count += remove_file(folder, part.path)
            if with_state:
                remove_manifest(folder)
            for part in parts:
                bars.update(task, detail=f"{part.relation} {part.date or ''}")
                part_size = _run_with_timeout(
                    con,
                    lambda part=part: write_part(con, part, source, scratch, folder, spreadsheet_safe=spreadsheet_safe),
                )
                if part_size:
                    sizes_by_part[part] = part_size
                else:
                    removed_count += remove_part(part, source, folder)
                bars.advance(task)
            if with_state:
                with open_state(con, home, scratch, with_share_alike=not source.left_out_days) as state_con:
                    write_state(state_con, home.catalogue, scratch, folder, lambda name: bars.update(task, detail=name))
            folder_parts = find_parts(folder)
            rows = _run_with_timeout(con, lambda: count_rows(con, folder, folder_parts))
        notice = sample_note(DEFAULT_LANGUAGE) if source.sample else ""
        card = render_card(rows, source, notice=notice, repo=repo, has_state=(folder / MANIFEST_FILE).exists())
        install_text(card, scratch, folder, CARD_FILE)
    except (OSError, AlmanacError) as error:
        problems = (
            [Note("cannot_write", {"path": str(folder), "cause": describe_os_error(error)})]
            if isinstance(error, OSError)
            else error.parts
        )
        progress = Note("export_incomplete", {"done": len(sizes_by_part), "all": len(parts)})
        raise AlmanacError(*problems, progress) from error
    _print_sizes(sizes_by_part, rows)
    if removed_count:
        out.print(sanitize(localize("cli-export-removed", files=removed_count)))
    later_days = {day for part in stale_parts for day in part.days if request.last and day > request.last}
    if later_days and request.last == source.days[-1]:
        out.print(sanitize(localize("cli-export-later-days", last=request.last, day=max(later_days))))
    return folder_parts


def _find_stale_parts(folder: Path, source: Source) -> list[Part]:
    """Find the files of days that the almanac does not have; none in a folder that may have another almanac's."""
    existing_parts = find_parts(folder, with_replaced_days=True)
    return list_stale_parts(existing_parts, source) if is_export_of(folder, source.almanac) else []


def _print_sizes(sizes_by_part: Mapping[Part, tuple[int, int]], row_counts: Mapping[Part, RowCount]) -> None:
    """Print files, rows, bytes and days of each relation."""
    numbers = {"files", "rows"}
    headings = [(localize(f"card-heading-{name}"), name in numbers) for name in ("relation", "files", "rows")]
    days_headings = [(localize(f"card-heading-{name}"), False) for name in ("first-day", "last-day")]
    summary = make_table([*headings, ("MB", True), *days_headings])
    for name in dict.fromkeys(part.relation for part in sizes_by_part):
        relation_sizes = {part: sizes for part, sizes in sizes_by_part.items() if part.relation == name}
        days = [day for part in relation_sizes for day in row_counts[part].days]
        summary.add_row(
            sanitize(name), format_number(len(relation_sizes)), format_number(sum(rows for rows, _ in relation_sizes.values())),
            format_number(sum(size for _, size in relation_sizes.values()) / 1e6, 2), sanitize(min(days, default="–")), sanitize(max(days, default="–")),
        )  # fmt: skip
    console().print(summary)


def _run_with_timeout(con: duckdb.DuckDBPyConnection, step: Callable[[], Result]) -> Result:
    """Run the step with a time limit: a foreign view may never end. Raises QueryTimeout."""
    with QueryWatchdog(con, find_read_limit(FILE_TIMEOUT_SECONDS), READ_HINT) as watch:
        try:
            return step()
        except duckdb.InterruptException:
            watch.check()
            raise


def _publish_or_preview(
    target: Target, api: "HfApi | None", folder: Path, folder_parts: Sequence[Part], source: Source, request: Request
) -> None:
    """Publish the folder, or preview it without `api`."""
    out = console()
    files = [MARKER_FILE, CARD_FILE, *list_state_files(folder), *(part.path for part in folder_parts)]
    days = [day for part in folder_parts for day in list_days_of_part(part, source)]
    if source.sample:
        out.print(sanitize(localize("cli-export-sample")), style="yellow")
    if api is None:
        token = find_token_source()
        size = sum((folder / file).stat().st_size for file in files)
        for label, value in (
            ("hub", target.endpoint),
            ("repo", f"{target.repo}, {localize('cli-public' if target.public else 'cli-private')}"),
            ("files", localize("cli-export-files", n=len(files), size=f"{size / 1e6:,.2f}")),
            ("relations", ", ".join(dict.fromkeys(part.relation for part in folder_parts))),
            ("days", localize("span", first=min(days), last=max(days)) if days else "–"),
            ("token", token or f"– {localize('error-no-token')}"),
        ):
            out.print(sanitize(f"{set_cell_size(localize(f'export-{label}'), 10)} {value}"))
        out.print(sanitize(localize("cli-export-preview")), style="bold")
        return
    message = f"Hub Almanac: {'sample data, ' if source.sample else ''}days to {max(days, default=max(source.hubs))}"
    try:
        with console(err=True).status(localize("cli-publishing")):
            has_own_days = is_export_of(folder, source.almanac)
            result = publish(api, target, folder, files, message, request.covers if has_own_days else None)
    except AlmanacError as error:
        # the Hub may have committed although its answer was lost
        raise type(error)(*error.parts, Note("export_kept", {"path": str(folder)})) from error
    if result.url is None:
        out.print(sanitize(localize("cli-export-same", url=target.url, files=len(files))))
        return
    facts = {
        "done": result.files,
        "all": len(files),
        "commits": result.commits,
        "size": f"{result.bytes / 1e6:,.2f}",
        "url": result.url,
    }
    visibility = localize("cli-private" if result.private else "cli-public")
    out.print(sanitize(localize("cli-export-published", visibility=visibility, **facts)))
