"""`almanac export`: files a day of the published relations, with a data card; on the Hub too with --to-hub."""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import duckdb
import typer

from pipeline.cli.arguments import parse_day
from pipeline.cli.completion import relations as relations_begun
from pipeline.cli.progress_bar import progress_bars
from pipeline.cli.terminal import console, number, plain, sample_note, table
from pipeline.config import Home, HubSettings
from pipeline.errors import AlmanacError, UsageError
from pipeline.export.card import card
from pipeline.export.files import Source, forget, has_days, parts_of, rows_of, source_of, write, writer
from pipeline.export.folder import CARD, MARK, Form, Part, claimed, parts_in, put_text
from pipeline.export.hub import NO_TOKEN, Target, checked, log_in, publish
from pipeline.files import reason
from pipeline.huggingface import token_source
from pipeline.published.data_dictionary import relations
from pipeline.published.query_limits import READ_HINT, Watch, read_seconds
from pipeline.published.reader import published
from pipeline.text import nearest
from pipeline.typed_paths import full_path

if TYPE_CHECKING:
    from huggingface_hub import HfApi


FILE_SECONDS = 600.0  # to write one file; three million repos took 15
Result = TypeVar("Result")
RELATIONS = Annotated[
    list[str],
    typer.Argument(
        metavar="RELATION...", help="Relations as in docs/tables.md, or all.", autocompletion=relations_begun
    ),
]


def export(
    ctx: typer.Context,
    names: RELATIONS,
    output: Annotated[
        Path | None, typer.Option(help="The folder: new, or of an earlier export; export in the home when left out.")
    ] = None,
    since: Annotated[
        str | None, typer.Option("--from", help="First day, as 2026-03-06; else from the first on.")
    ] = None,
    until: Annotated[str | None, typer.Option("--to", help="Last day; else to the last.")] = None,
    form: Annotated[Form, typer.Option("--format", help="What the files are.")] = Form.parquet,
    spreadsheet_safe: Annotated[
        bool, typer.Option("--spreadsheet-safe", help="CSV: an apostrophe before texts that would be formulas.")
    ] = False,
    to_hub: Annotated[
        str | None,
        typer.Option(metavar="OWNER/NAME", help="Publish the folder as a dataset repo; without --yes only told of."),
    ] = None,
    public: Annotated[bool, typer.Option("--public", help="Let the repo be public; else private.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Really publish.")] = False,
) -> None:
    """Write relations into a folder, one Parquet (or CSV) file a day, with a data card; publish it as a dataset repo.

    A day that is there is replaced, all others stay. The same day makes the same bytes.

    \b
    Examples:
      almanac export all
      almanac export trends movers --output boards --from 2026-11-01
      almanac export models --format csv --output tables
      almanac export all --to-hub owner/name --yes
    """
    home: Home = ctx.obj
    asked = _relations(names)
    first, last = _span(since, until)
    _check_options(form, to_hub, to_publish=public or yes, spreadsheet_safe=spreadsheet_safe)
    target = Target(HubSettings.from_env().endpoint, checked(to_hub), public) if to_hub is not None else None
    api = log_in(target.endpoint) if target and yes else None
    folder = full_path(output or home.root / "export")
    with published(home, seconds=read_seconds()) as con:
        source = source_of(con)
    parts = parts_of(asked, source, first, last, form)
    undated = [name for name in asked if not has_days(relations()[name])]
    if len(parts) == len(undated) < len(asked):
        raise AlmanacError(
            f"There is no day{f' from {first}' if first else ''}{f' to {last}' if last else ''}; this home has days from "
            f"{source.days[0]} to {source.days[-1]}. Nothing was written."
        )
    if source.sample:
        console().print(plain(sample_note()), style="yellow")
    with _folder(home, folder, source) as scratch:
        held = _write(home, folder, scratch, parts, source, to_hub, spreadsheet_safe=spreadsheet_safe)
        if undated and (since or until):
            console().print(plain(f"Written whole, since they have no days: {', '.join(undated)}."), style="dim")
        console().print(plain(f"Exported to {folder}"))
        if target is not None:
            _offer(target, api, folder, held, source)


@contextmanager
def _folder(home: Home, folder: Path, source: Source) -> Iterator[Path]:
    """The folder as this command's own; a scratch folder in it. Raises AlmanacError where it cannot be written."""
    try:
        with claimed(folder, home, sample=source.sample) as scratch:
            yield scratch
    except BrokenPipeError:
        raise  # who read what was printed has left; the files are written
    except OSError as error:
        raise AlmanacError(f"{folder} cannot be written: {reason(error, folder)}. Nothing was changed.") from error


def _span(since: str | None, until: str | None) -> tuple[dt.date | None, dt.date | None]:
    """First and last day. Raises UsageError for what is no day, and for a span that ends before it begins."""
    first, last = parse_day(since), parse_day(until)
    if first and last and first > last:
        raise UsageError(f"--from {first} is after --to {last}.")
    return first, last


def _check_options(form: Form, to_hub: str | None, *, to_publish: bool, spreadsheet_safe: bool) -> None:
    """Raise UsageError for options that do not go together."""
    if to_publish and to_hub is None:
        raise UsageError("--public and --yes go with --to-hub owner/name.")
    if spreadsheet_safe and (form is not Form.csv or to_hub is not None):
        raise UsageError(
            "--spreadsheet-safe goes with --format csv, and not with --to-hub: what is published is exact."
        )


def _relations(names: list[str]) -> list[str]:
    """The relations that are meant, each once. Raises UsageError with the nearest ones."""
    known = list(relations())
    for name in names:
        if name not in [*known, "all"]:
            raise UsageError(f"There is no relation {name!r}. {nearest(name, [*known, 'all'])}")
    return known if "all" in names else list(dict.fromkeys(names))


def _write(
    home: Home,
    folder: Path,
    scratch: Path,
    parts: Sequence[Part],
    source: Source,
    repo: str | None,
    *,
    spreadsheet_safe: bool,
) -> list[Part]:
    """Write the parts and the card of all that lies in the folder then, which is returned; print what was written.

    Raises AlmanacError with what was kept.
    """
    out = console()
    written: dict[Part, tuple[int, int]] = {}
    removed = 0
    try:
        with writer(home, folder, scratch) as con, progress_bars(out) as bars:
            task = bars.add_task("export", total=len(parts), seen="")
            for part in parts:
                bars.update(task, seen=f"{part.relation} {part.date or ''}")
                made = _in_time(
                    con, lambda part=part: write(con, part, source, scratch, folder, spreadsheet_safe=spreadsheet_safe)
                )
                if made:
                    written[part] = made
                else:
                    removed += forget(part, folder)
                bars.advance(task)
            held = parts_in(folder)
            rows = _in_time(con, lambda: rows_of(con, folder, held))
        notice = sample_note() if source.sample else ""
        put_text(card(rows, notice=notice, hub=source.hub, repo=repo), scratch, folder, CARD)
    except (OSError, AlmanacError) as error:
        what = f"{folder} cannot be written: {error.strerror or error}." if isinstance(error, OSError) else str(error)
        raise AlmanacError(
            f"{what} {len(written)} of {len(parts)} files were written, each whole; all else is as it was. Run it again to go on."
        ) from error
    made_of = table(
        [("relation", False), ("files", True), ("rows", True), ("MB", True), ("first day", False), ("last day", False)]
    )
    for name in dict.fromkeys(part.relation for part in parts):
        mine = {part: sizes for part, sizes in written.items() if part.relation == name}
        days = [part.date for part in mine if part.date]
        made_of.add_row(
            plain(name), number(len(mine)), number(sum(rows for rows, _ in mine.values())),
            number(sum(size for _, size in mine.values()) / 1e6, 2), plain(min(days, default="–")), plain(max(days, default="–")),
        )  # fmt: skip
    out.print(made_of)
    if removed:
        out.print(plain(f"Removed {removed} files of days that have no rows any more."))
    return held


def _in_time(con: duckdb.DuckDBPyConnection, step: Callable[[], Result]) -> Result:
    """What the step returns. Raises OutOfTime: a view of somebody else's database may never end."""
    with Watch(con, read_seconds(FILE_SECONDS), READ_HINT) as watch:
        try:
            return step()
        except duckdb.InterruptException:
            watch.check()
            raise


def _offer(target: Target, api: "HfApi | None", folder: Path, held: Sequence[Part], source: Source) -> None:
    """Publish the folder, or without `api` tell what would be published. Raises AlmanacError with what was kept."""
    out = console()
    files = [MARK, CARD, *(part.path for part in held)]
    days = [part.date for part in held if part.date]
    if source.sample:
        out.print("[yellow]What is published is SAMPLE DATA: its card says so in its title, a banner and a tag.[/]")
    if api is None:
        token = token_source()
        size = sum((folder / file).stat().st_size for file in files)
        for what, said in (
            ("Hub", target.endpoint),
            ("repo", f"dataset {target.repo}, {'public' if target.public else 'private'}"),
            ("files", f"{len(files):,}, {size / 1e6:,.2f} MB; only those that differ from the repo's are sent"),
            ("relations", ", ".join(dict.fromkeys(part.relation for part in held))),
            ("days", f"{min(days)} to {max(days)}" if days else "–"),
            ("token", f"found: {token}" if token else f"not found: {NO_TOKEN}"),
        ):
            out.print(plain(f"{what:<10} {said}"))
        out.print("Nothing was sent. --yes publishes it.", style="bold")
        return
    message = f"Hub Almanac: {'sample data, ' if source.sample else ''}days to {max(days, default=max(source.hubs))}"
    try:
        with console(err=True).status("publishing"):
            done = publish(api, target, folder, files, message)
    except AlmanacError as error:
        # an answer that was lost leaves open whether it was
        raise type(error)(
            f"{error} The export is whole in {folder}; it is committed as a whole or not at all."
        ) from error
    if done.url is None:
        out.print(plain(f"{target.url} holds all {len(files):,} files already; nothing was sent."))
        return
    kind = "private" if done.private else "public"
    out.print(
        plain(f"Published {done.files:,} of {len(files):,} files, {done.bytes / 1e6:,.2f} MB, {kind}: {done.url}")
    )
