"""What the Dagster UI says of an asset before it was ever made: its columns, the statements that make it, how to ask for it."""

import datetime as dt
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypedDict

import dagster as dg
from polars.exceptions import PanicException

from pipeline.orchestration.failure_hooks import remember_failure
from pipeline.orchestration.partitions import DAYS
from pipeline.orchestration.resources import AlmanacHome
from pipeline.published.data_dictionary import load_relations
from pipeline.sql import SQL_FOLDER
from pipeline.text import to_one_line

OWNERS = ["team:almanac"]
Metadata = dict[str, Any]  # whatever Dagster shows, by its label
WAREHOUSE_POOL = "warehouse"  # one file, one writer: Dagster lets one run at a time have it
# The Hub's counters are new by 08:00 UTC, the schedule runs at 09:00: whoever looks at noon should find the day.
FRESH_BY_NOON = dg.FreshnessPolicy.cron(
    deadline_cron="0 12 * * *", lower_bound_delta=dt.timedelta(hours=12), timezone="UTC"
)


class _DailyOptions(TypedDict):
    partitions_def: dg.PartitionsDefinition
    owners: list[str]
    pool: str
    freshness_policy: dg.FreshnessPolicy
    hooks: set[dg.HookDefinition]


DAILY_OPTIONS = _DailyOptions(
    partitions_def=DAYS, owners=OWNERS, pool=WAREHOUSE_POOL, freshness_policy=FRESH_BY_NOON, hooks={remember_failure}
)
"""What all assets of a day have in common."""


def describe_relation(relation_name: str, *statement_names: str, example_query: str = "") -> Metadata:
    """Metadata of an asset that fills a relation of the published database.

    Descriptions of columns are the database's own comments. `statement_names`: files of `sql/` without the ending; `example_query`: a query to start with.
    """
    relation = load_relations()[relation_name]
    columns = [dg.TableColumn(column.name, type=column.type, description=column.comment) for column in relation.columns]
    return {
        "dagster/table_name": f"hub.main.{relation_name}",
        "dagster/column_schema": dg.TableSchema(columns=columns),
        "rows": relation.comment,
        "ask": dg.MetadataValue.md(f'`almanac sql "{example_query or f"FROM {relation_name}"}"`'),
        **reference_statements(*statement_names),
    }


def build_table(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> dg.MetadataValue:
    """A table that the UI shows in place. It shows text as it is, whatever Hub text says."""
    records = [
        dg.TableRecord({heading: str(cell) for heading, cell in zip(headings, row, strict=True)}) for row in rows
    ]
    columns = [dg.TableColumn(heading, type="text") for heading in headings]
    if not records:
        return dg.MetadataValue.text("none that day")
    return dg.MetadataValue.table(records, schema=dg.TableSchema(columns=columns))


def build_previews(almanac: AlmanacHome, build: Callable[[], Metadata]) -> Metadata:
    """The tables and pictures that `build` returns, none where the settings say so; why there are none, where it cannot: they are never worth a day."""
    if not almanac.settings.previews:
        return {}
    try:
        return build()
    except (Exception, PanicException) as error:
        reason = to_one_line(f"{type(error).__name__}: {error}")[:300]
        return {"not_shown": dg.MetadataValue.text(f"The previews could not be made. {reason}")}


def reference_statements(*statement_names: str) -> Metadata:
    """References to statements of `sql/`; those to the asset's own code are added by `add_code_references`."""
    with _ignore_beta_warnings():
        references = [
            dg.LocalFileCodeReference(file_path=str(SQL_FOLDER / f"{name}.sql"), label=f"sql/{name}.sql")
            for name in statement_names
        ]
        return {"dagster/code_references": dg.CodeReferencesMetadataValue(code_references=[*references])}


def add_code_references(assets: Sequence[Any]) -> Sequence[Any]:
    """The assets, each with a reference to the function that makes it."""
    with _ignore_beta_warnings():
        return dg.with_source_code_references(assets)


@contextmanager
def _ignore_beta_warnings() -> Iterator[None]:
    """Code references are the one part of Dagster used here that calls itself beta, and would warn at every load."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", dg.BetaWarning)
        yield
