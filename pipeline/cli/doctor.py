import dataclasses
import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import duckdb
import typer
from rich.markup import escape
from rich.text import Text

from pipeline.cli.progress_bar import silence_retries
from pipeline.cli.terminal import console, make_table, print_json, sample_note, sanitize
from pipeline.config import Home, HubSettings
from pipeline.i18n.messages import text
from pipeline.secrets import mask

if TYPE_CHECKING:
    from pipeline.hub_api.contract_checks import Finding
    from pipeline.hub_api.known_changes import KnownChange

STATE_COLORS = {"held": "green", "changed": "red", "not seen": "yellow"}


def doctor(
    ctx: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="Print the findings as one JSON object.")] = False,
) -> None:
    """Check the crawl's assumptions about the Hub at HF_ENDPOINT, with about 15 requests, and list known changes of the
    Hub's counters (new rules, outages, purges) on recorded days.

    Exits with status 1 if an assumption that Almanac depends on fails.

    \b
    Examples:
      almanac doctor
      HF_ENDPOINT=https://hub.example almanac doctor --json
    """
    from pipeline.catalogue import load_catalogue  # noqa: PLC0415
    from pipeline.hub_api.client import HubClient  # noqa: PLC0415
    from pipeline.hub_api.contract_checks import ContractChecker  # noqa: PLC0415
    from pipeline.hub_api.known_changes import find_changes_on  # noqa: PLC0415

    silence_retries()
    home: Home = ctx.obj
    client = HubClient(HubSettings.from_env())
    examination = ContractChecker(client, load_catalogue(home.catalogue))
    with console(err=True).status("checking the Hub") as status:
        client.budget.on_wait = lambda seconds, wait_reason: status.update(
            f"waiting {seconds:,.0f} s: {escape(wait_reason)}"
        )
        findings = list(examination.run_checks(status.update))
    known_changes = find_changes_on(_recorded_days(home))
    broken_findings = [finding for finding in findings if finding.state == "changed" and finding.matters]
    if as_json:
        report = {
            "hub": client.settings.endpoint,
            "sample": bool(examination.sample),
            "requests": client.requests,
            "holds": not broken_findings,
            "findings": [dataclasses.asdict(finding) | {"actual": mask(finding.actual)} for finding in findings],
            "known_changes": [
                dataclasses.asdict(change) | {"text": text("en", f"known-change-{change.change}")}
                for change in known_changes
            ],
        }
        print_json(report)
    else:
        if examination.sample:
            console().print(sanitize(sample_note()), style="yellow")
        console().print(sanitize(f"{client.settings.endpoint}, {client.requests} requests"), style="bold")
        _print_findings(findings, broken_findings)
        if known_changes:
            _print_known_changes(known_changes)
    if broken_findings:
        raise typer.Exit(1)


def _print_findings(findings: "Sequence[Finding]", broken_findings: "Sequence[Finding]") -> None:
    out = console()
    findings_table = make_table([("", False), ("assumption", False), ("observed", False)])
    for finding in findings:
        state = finding.state if finding.matters or finding.state != "changed" else "changed, minor"
        findings_table.add_row(
            Text(state, style=STATE_COLORS[finding.state]), sanitize(finding.assumption), sanitize(mask(finding.actual))
        )
    out.print(findings_table)
    if broken_findings:
        summary = (
            f"{len(broken_findings)} of {len(findings)} assumptions fail; check for a newer version of Hub Almanac."
        )
        out.print(sanitize(summary), style="red")
    else:
        out.print(sanitize("All assumptions that the crawl depends on pass."))


def _print_known_changes(changes: "Sequence[KnownChange]") -> None:
    out = console()
    title = "Known changes of the Hub's counters on recorded days, not caused by use:"
    out.print(sanitize(title), style="bold")
    changes_table = make_table([("days", False), ("counters", False), ("library", False), ("change", False)])
    for change in changes:
        changes_table.add_row(
            *map(
                sanitize,
                (
                    change.span,
                    ", ".join(change.counters),
                    change.library or "",
                    text("en", f"known-change-{change.change}"),
                ),
            )
        )
    out.print(changes_table)


def _recorded_days(home: Home) -> list[dt.date]:
    """Return the published days of the real Hub; none without a readable published file."""
    from pipeline.errors import AlmanacError  # noqa: PLC0415
    from pipeline.published.reader import open_published  # noqa: PLC0415

    try:
        with open_published(home, any_schema=True) as con:
            rows = con.execute("SELECT DISTINCT date FROM snapshots WHERE NOT sample ORDER BY date").fetchall()
    except (AlmanacError, duckdb.Error):
        return []
    return [day for (day,) in rows]
