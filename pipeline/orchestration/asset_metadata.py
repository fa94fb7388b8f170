"""Definition metadata of the assets: columns, SQL sources and how to query the result."""

import datetime as dt
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypedDict

import dagster as dg
from polars.exceptions import PanicException

from pipeline.orchestration.asset_keys import WAREHOUSE_POOL
from pipeline.orchestration.failure_hooks import remember_failure
from pipeline.orchestration.partitions import DAYS
from pipeline.orchestration.resources import AlmanacHome
from pipeline.published.data_dictionary import load_relations
from pipeline.sql import SQL_FOLDER
from pipeline.text import to_one_line

OWNERS = ["team:almanac"]
Metadata = dict[str, Any]  # by label
# The schedule runs at 09:00 UTC.
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
"""Options of every daily asset."""


def describe_relation(relation_name: str, *statement_names: str, example_query: str = "") -> Metadata:
    """Build the metadata of an asset that fills a published relation.

    Column descriptions are the database's comments. `statement_names`: files of `sql/` without `.sql`.
    """
    relation = load_relations()[relation_name]
    columns = [dg.TableColumn(column.name, type=column.type, description=column.comment) for column in relation.columns]
    return {
        "dagster/table_name": f"hub.main.{relation_name}",
        "dagster/column_schema": dg.TableSchema(columns=columns),
        "rows": relation.comment,
        "access": dg.MetadataValue.md(f'`almanac sql "{example_query or f"FROM {relation_name}"}"`'),
        **reference_statements(*statement_names),
    }


def build_table(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> dg.MetadataValue:
    """Build a table; the UI renders cells as plain text, so Hub text is safe."""
    records = [
        dg.TableRecord({heading: str(cell) for heading, cell in zip(headings, row, strict=True)}) for row in rows
    ]
    columns = [dg.TableColumn(heading, type="text") for heading in headings]
    if not records:
        return dg.MetadataValue.text("no rows for this day")
    return dg.MetadataValue.table(records, schema=dg.TableSchema(columns=columns))


def build_previews(almanac: AlmanacHome, build: Callable[[], Metadata]) -> Metadata:
    """Return the previews of `build`, if they are on. An error becomes metadata: previews must not fail the day."""
    if not almanac.settings.previews:
        return {}
    try:
        return build()
    except (Exception, PanicException) as error:
        reason = to_one_line(f"{type(error).__name__}: {error}")[:300]
        return {"previews_error": dg.MetadataValue.text(f"Previews failed; the data is not affected. {reason}")}


def reference_statements(*statement_names: str) -> Metadata:
    """Build code references to files of `sql/`."""
    with _ignore_beta_warnings():
        references = [
            dg.LocalFileCodeReference(file_path=str(SQL_FOLDER / f"{name}.sql"), label=f"sql/{name}.sql")
            for name in statement_names
        ]
        return {"dagster/code_references": dg.CodeReferencesMetadataValue(code_references=[*references])}


def add_code_references(assets: Sequence[Any]) -> Sequence[Any]:
    """Add references to the assets' Python functions."""
    with _ignore_beta_warnings():
        return dg.with_source_code_references(assets)


@contextmanager
def _ignore_beta_warnings() -> Iterator[None]:
    """Silence the warning of code references, a beta API."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", dg.BetaWarning)
        yield
