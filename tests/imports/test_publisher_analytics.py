"""True daily downloads of an organization: never days of the Hub, but a table of their own."""

import csv
import datetime as dt
import gzip
from pathlib import Path

import duckdb
import pytest

from pipeline.config import Home, HubSettings
from pipeline.errors import ImportFault
from pipeline.warehouse.connection import open_warehouse
from tests.fixtures.analytics import HEADER, Line, write_analytics
from tests.fixtures.archive_files import whole_day, write
from tests.fixtures.hub_archives import HubArchives

from .conftest import Read
from .test_import_command import read as query
from .test_import_command import run

DAYS = [dt.date(2025, 3, 1), dt.date(2025, 3, 2)]  # of LINES
LINES: list[Line] = [
    ("model", "acme/one", 900, "2025-03-01T00:00:00.000Z", 4),
    ("model", "acme/one", 900, "2025-03-02T00:00:00.000Z", 7),
    ("dataset", "acme/texts", 20, "2025-03-02T00:00:00.000Z", 0),
    ("space", "acme/demo", 20, "2025-03-02T00:00:00.000Z", 99),
]
TRUTH = [
    (DAYS[0], "model", "acme/one", 4),
    (DAYS[1], "model", "acme/one", 7),
    (DAYS[1], "dataset", "acme/texts", 0),
]
TRUTH_QUERY = "SELECT date, kind, id, downloads FROM true_downloads ORDER BY kind DESC, date"


@pytest.fixture
def analytics(tmp_path: Path) -> Path:
    return write_analytics(tmp_path / "breakdown.csv", LINES)


def test_it_is_recognized_by_its_header(analytics: Path, read: Read) -> None:
    plan, reports, rows = read(analytics)
    source = plan.source
    assert (source.name, source.format, source.license) == (
        "publisher-analytics-acme",
        "publisher-analytics",
        "private",
    )
    assert [(piece.kind, piece.first_day, piece.last_day, piece.rows) for piece in plan.pieces] == [
        ("model", DAYS[0], DAYS[1], 2),
        ("dataset", DAYS[1], DAYS[1], 1),
    ]
    assert [(row["day"], row["id"], row["true_downloads"]) for row in rows] == [(day, id, n) for day, _, id, n in TRUTH]
    assert [report.days for report in reports] == [dict.fromkeys(DAYS, 1), {DAYS[1]: 1}]


def test_a_compressed_file_on_a_server_gives_the_same(
    analytics: Path, read: Read, hub: HubArchives, settings: HubSettings
) -> None:
    hub.plain_files["breakdown.csv.gz"] = gzip.compress(analytics.read_bytes())
    plan, _, rows = read(f"{hub.storage_url}/breakdown.csv.gz", settings)
    assert plan.source.name == "publisher-analytics-acme"
    assert [(row["day"], row["id"], row["true_downloads"]) for row in rows] == [(day, id, n) for day, _, id, n in TRUTH]


def test_kind_and_days_choose_a_part(analytics: Path, read: Read) -> None:
    _, _, rows = read(analytics, kind="model", first_day=DAYS[1])
    assert [row["day"] for row in rows] == [DAYS[1]]


def test_several_owners_have_the_name_of_their_file(tmp_path: Path, read: Read) -> None:
    path = write_analytics(tmp_path / "both.csv", [*LINES, ("model", "other/two", 1, "2025-03-01", 1)])
    assert read(path)[0].source.name == "both"


def test_true_downloads_are_no_days_of_the_hub(home: Home, analytics: Path) -> None:
    for _ in range(2):
        result = run(home, "import", str(analytics))
        assert result.exit_code == 0, result.output
        assert query(home, TRUTH_QUERY) == TRUTH
    assert query(home, "SELECT * FROM snapshots UNION ALL BY NAME SELECT * FROM days") == []
    assert query(home, "SELECT name, license, days, rows, used_days FROM sources") == [
        ("publisher-analytics-acme", "private", 2, 3, None)
    ]
    assert [path.name for path in home.imports.iterdir()] == [".lock"]  # no shelf file
    assert run(home, "import", "--remove", "publisher-analytics-acme").exit_code == 0
    assert query(home, TRUTH_QUERY) == query(home, "FROM sources") == []


def test_a_later_export_replaces_what_it_has(home: Home, analytics: Path) -> None:
    run(home, "import", str(analytics))
    later = [(*LINES[1][:4], 8), ("model", "acme/one", 910, "2025-03-03T00:00:00.000Z", 5)]
    assert run(home, "import", str(write_analytics(analytics, later))).exit_code == 0
    assert [row[3] for row in query(home, TRUTH_QUERY)] == [4, 8, 5, 0]


def test_duplicates_and_unusable_rows_are_counted(tmp_path: Path, read: Read) -> None:
    good = [("model", f"acme/m-{n}", 1, "2025-03-01T00:00:00.000Z", n) for n in range(100)]
    bad: list[Line] = [
        ("model", "acme/negative", 1, "2025-03-01", -1),
        ("model", "acme/absurd", 1, "2025-03-01", "1e308"),
        ("model", "acme/half", 1, "2025-03-01", 0.5),
        ("model", "acme/early", 1, "2015-12-31", 1),
        ("model", "acme/late", 1, "2999-01-01", 1),
        ("model", "acme/\x1b[31m", 1, "2025-03-01", 1),
        ("model", "", 1, "2025-03-01", 1),
    ]
    [report] = read(write_analytics(tmp_path / "some.csv", [*good, *bad, good[5], (*good[7][:4], 70)]))[1]
    assert report.rejects == {"invalid_count": 3, "invalid_day": 2, "invalid_name": 1, "no_name": 1}
    assert (report.rows, report.duplicates) == (100, 2)
    late = ("model", "acme/late", 1, "2025-04-02T00:00:00.000Z", 1)
    file = write_analytics(tmp_path / "later.csv", [*good, *bad, late])
    [report] = read(file, first_day=dt.date(2025, 4, 1))[1]  # the file's other rows are good
    assert (report.rows, report.rejects) == (1, {"invalid_day": 2})


@pytest.mark.parametrize(
    ("header", "lines"),
    [
        pytest.param(HEADER[:4], [line[:4] for line in LINES], id="a column is missing"),
        pytest.param(HEADER, [], id="no rows"),
        pytest.param(HEADER, [(*line[:4], -5) for line in LINES], id="negative"),
        pytest.param(HEADER, [(*line[:4], "9" * 40) for line in LINES], id="absurd"),
        pytest.param(HEADER, [(*line[:3], "1970-01-01T00:00:00.000Z", 1) for line in LINES], id="before the Hub"),
        pytest.param(HEADER, [(*line[:3], "2999-01-01T00:00:00.000Z", 1) for line in LINES], id="in the future"),
        pytest.param(HEADER, [("model", "a/" + "x" * 10_000_000, 1, "2025-03-01", 1)], id="a name of 10 MB"),
        pytest.param(HEADER, [("model", "a/\n\x00", 1, "2025-03-01", 1)], id="control characters"),
        pytest.param(("<!DOCTYPE html><html><body>Sign in",), [("</body></html>",)], id="a page"),
    ],
)
def test_an_unusable_file_changes_nothing(home: Home, tmp_path: Path, header: list[str], lines: list[Line]) -> None:
    path = write_analytics(tmp_path / "bad.csv", lines, header)
    for words in ((), ("--format", "publisher-analytics")):
        result = run(home, "import", str(path), *words)
        assert isinstance(result.exception, ImportFault), result.output
        assert "Nothing " in str(result.exception) and len(str(result.exception)) < 700
    assert not home.warehouse.exists() and not home.published.exists()


def test_a_row_is_of_the_repo_that_had_the_name_as_in_series_of_names(home: Home, tmp_path: Path) -> None:
    """Weekly snapshots on 3 and 17 March; names of days before, between and after, and of no known repo."""
    for day, first in (("2025-03-03", 0), ("2025-03-17", 5)):
        folder = write(tmp_path / "weekly" / "models" / day / "models.parquet", whole_day(f"{day}T05:00:00", 10, era="2025", first=first))  # fmt: skip
    assert run(home, "import", str(folder.parents[2])).exit_code == 0
    days = [dt.date(2025, 3, day) for day in (1, 5, 16, 20)]
    names = [f"owner{number % 3}/repo-{number}" for number in (0, 7, 12)] + ["nobody/knows"]
    table = tmp_path / "names.csv"
    with table.open("w", newline="") as file:
        csv.writer(file).writerows([("day", "model_id", "likes"), *((day, name, 1) for day in days for name in names)])
    assert run(home, "import", str(table), "--kind", "models").exit_code == 0
    lines = [("model", name, 1, f"{day}T00:00:00.000Z", 1) for day in days for name in names]
    assert run(home, "import", str(write_analytics(tmp_path / "truth.csv", lines))).exit_code == 0
    series = query(home, "SELECT h.date, h.id, h.oid FROM model_history h JOIN snapshots s ON s.date = h.date AND s.source = 'names' ORDER BY ALL")  # fmt: skip
    assert len(series) == len(lines)
    assert query(home, "SELECT date, id, oid FROM true_downloads ORDER BY ALL") == series
    assert [(id, str(oid)[:8]) for _, id, oid in series[:4]] == [
        ("nobody/knows", "ffffffff"), ("owner0/repo-0", "62200000"), ("owner0/repo-12", "6220000c"), ("owner1/repo-7", "62200007"),
    ]  # fmt: skip


def test_they_outlive_backup_and_restore(home: Home, analytics: Path, tmp_path: Path) -> None:
    run(home, "import", str(analytics))
    for words in (("backup", str(tmp_path / "copy.duckdb")), ("restore", "--force"), ("verify",)):
        result = run(home, *words)
        assert result.exit_code == 0, result.output
    assert query(home, TRUTH_QUERY) == TRUTH
    assert duckdb.connect(str(tmp_path / "copy.duckdb"), read_only=True).execute(TRUTH_QUERY).fetchall() == TRUTH


def test_exports_have_them_only_by_name(home: Home, analytics: Path, tmp_path: Path) -> None:
    write(tmp_path / "weekly" / "models" / "2025-03-03" / "models.parquet", whole_day("2025-03-03T05:00:00", 10))
    run(home, "import", str(tmp_path / "weekly"))
    run(home, "import", str(analytics))
    for words in (("all",), ("sources", "true_downloads")):
        folder = tmp_path / words[-1]
        result = run(home, "export", *words, "--with-share-alike", "--output", str(folder))
        assert result.exit_code == 0, result.output
        assert duckdb.sql(f"SELECT name FROM '{folder}/sources.parquet'").fetchall() == [("weekly",)]
        assert "acme" not in (folder / "README.md").read_text()
    assert not list((tmp_path / "all").glob("true_downloads*")) + list((tmp_path / "all").glob("adoption_accuracy*"))
    file = tmp_path / "true_downloads" / "true_downloads.parquet"
    assert duckdb.sql(f"SELECT id, sum(downloads) FROM '{file}' GROUP BY ALL ORDER BY ALL").fetchall() == [
        ("acme/one", 11),
        ("acme/texts", 0),
    ]


def test_a_home_of_an_earlier_version_gets_the_table(home: Home, analytics: Path) -> None:
    with open_warehouse(home.warehouse) as con:
        con.execute(
            "DROP VIEW adoption_accuracy; DROP VIEW true_downloads; DROP VIEW sources; DROP TABLE store.true_download"
        )
        con.execute("UPDATE store.about SET value = 'other' WHERE key = 'views'")
    assert run(home, "import", str(analytics)).exit_code == 0
    assert query(home, TRUTH_QUERY) == TRUTH
