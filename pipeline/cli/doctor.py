import dataclasses
import datetime as dt
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Annotated

import duckdb
import typer
from rich.markup import escape
from rich.text import Text

from pipeline.cli.language import LanguageOption, select_language
from pipeline.cli.progress_bar import silence_retries
from pipeline.cli.terminal import console, make_table, print_json, sample_note, sanitize
from pipeline.config import Home, HubSettings
from pipeline.i18n.messages import sentence, text
from pipeline.secrets import mask

if TYPE_CHECKING:
    from pipeline.hub_api.contract_checks import Finding
    from pipeline.hub_api.known_changes import KnownChange

STATE_COLORS = {"held": "green", "changed": "red", "not seen": "yellow"}


def doctor(
    ctx: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="Print the findings as one JSON object.")] = False,
    lang: LanguageOption = None,
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
    language, say = select_language(lang)
    client = HubClient(HubSettings.from_env())
    examination = ContractChecker(client, load_catalogue(home.catalogue))
    with console(err=True).status(say("doctor-checking")) as status:
        client.budget.on_wait = lambda seconds, wait_reason: status.update(
            escape(say("progress-waiting", seconds=f"{seconds:,.0f}", reason=wait_reason))
        )
        findings = list(
            examination.run_checks(lambda name: status.update(escape(sentence(language, "assumption", name))))
        )
    known_changes = find_changes_on(_recorded_days(home))
    broken_findings = [finding for finding in findings if finding.state == "changed" and finding.matters]
    if as_json:
        report = {
            "hub": client.settings.endpoint,
            "sample": bool(examination.sample),
            "requests": client.requests,
            "holds": not broken_findings,
            "findings": [_serialize_finding(finding, language) for finding in findings],
            "known_changes": [
                dataclasses.asdict(change) | {"text": text(language, f"known-change-{change.change}")}
                for change in known_changes
            ],
        }
        print_json(report)
    else:
        if examination.sample:
            console().print(sanitize(sample_note(language)), style="yellow")
        console().print(
            sanitize(say("doctor-hub", endpoint=client.settings.endpoint, requests=client.requests)), style="bold"
        )
        _print_findings(findings, broken_findings, language)
        if known_changes:
            _print_known_changes(known_changes, language)
    if broken_findings:
        raise typer.Exit(1)


def _serialize_finding(finding: "Finding", language: str) -> dict[str, str | bool]:
    return {
        "assumption": sentence(language, "assumption", finding.assumption),
        "state": finding.state,
        "actual": mask(sentence(language, "finding", finding.actual)),
        "matters": finding.matters,
    }


def _print_findings(findings: "Sequence[Finding]", broken_findings: "Sequence[Finding]", language: str) -> None:
    out, say = console(), partial(text, language)
    findings_table = make_table([("", False), (say("heading-assumption"), False), (say("heading-actual"), False)])
    for finding in findings:
        state = finding.state if finding.matters or finding.state != "changed" else "changed-minor"
        texts = _serialize_finding(finding, language)
        findings_table.add_row(
            Text(say(f"doctor-{state.replace(' ', '-')}"), style=STATE_COLORS[finding.state]),
            sanitize(texts["assumption"]),
            sanitize(texts["actual"]),
        )
    out.print(findings_table)
    if broken_findings:
        counts = {"failed": len(broken_findings), "all": len(findings)}
        out.print(sanitize(say("doctor-fails", **counts)), style="red")
    else:
        out.print(sanitize(say("doctor-passes")))


def _print_known_changes(changes: "Sequence[KnownChange]", language: str) -> None:
    out, say = console(), partial(text, language)
    out.print(sanitize(say("doctor-known-changes")), style="bold")
    headings = ("days", "counters", "library", "change")
    changes_table = make_table([(say(f"heading-known-{name}"), False) for name in headings])
    for change in changes:
        changes_table.add_row(
            *map(
                sanitize,
                (
                    change.span,
                    ", ".join(change.counters),
                    change.library or "",
                    say(f"known-change-{change.change}"),
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
