import datetime as dt
import hashlib
import json
import os
import re
import resource
import shutil
import signal
import subprocess
import time
from pathlib import Path

import duckdb
import polars as pl
import pytest
from huggingface_hub import DatasetCard, HfApi
from huggingface_hub.utils import HFValidationError, validate_repo_id
from typer.testing import CliRunner, Result

from pipeline.cli.main import app
from pipeline.cli.terminal import sample_note
from pipeline.config import Home
from pipeline.errors import AlmanacError, HubBroken, HubRefusal, HubUnreachable, UsageError
from pipeline.export.files import open_writer
from pipeline.export.folder import LOCK_FILE, SCRATCH_FOLDER, claim_folder, find_parts
from pipeline.export.hub import Target, publish, require_repo_name
from pipeline.i18n import messages
from pipeline.imports.manifest import MANIFEST_FILE, MARKER_FILE
from pipeline.published.data_dictionary import OWNERS_RELATIONS, load_relations
from tests.conftest import GAP, LAST_DAY, THOROUGH
from tests.fixtures.commands import RunCommand
from tests.fixtures.hub_uploads import XET_TOKEN, HubUploads
from tests.fixtures.processes import PATIENCE
from tests.fixtures.warm_process import ALMANAC

ROOT = Path(__file__).parents[2]
EMPTY_RELATIONS = {"rejects", "removed_likes", "sources", *OWNERS_RELATIONS}  # on the first days of the sample Hub
DATED_RELATIONS = sorted(name for name, relation in load_relations().items() if relation.columns[0].name == "date")
UNDATED_RELATIONS = sorted(set(load_relations()) - set(DATED_RELATIONS))
ABSENT_RELATIONS = EMPTY_RELATIONS - set(UNDATED_RELATIONS)  # those without days have a file, even without rows
TOKEN = "hf_ThisIsSecret"


@pytest.fixture(scope="module")
def home_copy(published: Home, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """The database is a copy: a process can open a file in one mode only."""
    home = Home(tmp_path_factory.mktemp("taken"))
    shutil.copy(published.published, home.published)
    return home


@pytest.fixture(scope="module")
def export_folder(home_copy: Home, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All relations as Parquet; shared, so tests must not change it."""
    folder = tmp_path_factory.mktemp("exported") / "it's [1]*"  # needs escaping in SQL and in patterns
    result = run_export(home_copy, "all", "--output", str(folder))
    assert result.exit_code == 0, result.output
    return folder


@pytest.fixture
def export_copy(export_folder: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(export_folder, tmp_path / "copy"))


def run_export(home: Home, *words: str, **environment: str) -> Result:
    """Run in this process: faster, and its errors are accessible."""
    return CliRunner().invoke(app, ["--home", str(home.root), "export", *words], env=environment)


def read_files(folder: Path) -> dict[str, bytes]:
    """Return all files except the lock."""
    files = (path for path in folder.rglob("*") if path.is_file() and path.name != LOCK_FILE)
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def day_file(relation: str, day: dt.date, form: str = "parquet") -> str:
    return f"{relation}/date={day}/{relation}.{form}"


def read_expression(folder: Path, relation: str) -> str:
    """Return a DuckDB expression of a relation's files as one table."""
    files = [str(folder / part.path) for part in find_parts(folder) if part.relation == relation]
    return f"read_parquet({files}, hive_partitioning = false)".replace('"', "'").replace("it's", "it''s")


@pytest.mark.parametrize("relation", sorted(set(load_relations()) - EMPTY_RELATIONS))
def test_files_match_the_database_in_rows_and_types(export_folder: Path, home_copy: Home, relation: str) -> None:
    with duckdb.connect(str(home_copy.published), read_only=True) as con:
        files, table = read_expression(export_folder, relation), f"(FROM main.{relation})"
        row_counts = con.execute(f"SELECT count(*) FROM {table}").fetchall()
        assert con.execute(f"SELECT count(*) FROM {files}").fetchall() == row_counts != [(0,)]
        assert con.execute(f"FROM {table} EXCEPT ALL FROM {files}").fetchall() == []
        types = [(name, kind) for name, kind, *_ in con.execute(f"DESCRIBE FROM {files}").fetchall()]
    assert types == [(c.name, c.type.replace("HUGEINT", "BIGINT")) for c in load_relations()[relation].columns]


def test_there_is_one_file_for_each_day_that_has_rows(export_folder: Path, home_copy: Home) -> None:
    with duckdb.connect(str(home_copy.published), read_only=True) as con:
        for name in DATED_RELATIONS:
            days = con.execute(f"SELECT DISTINCT date FROM main.{name} ORDER BY date").fetchall()
            assert sorted((export_folder / name).glob("*/*")) == [
                export_folder / day_file(name, day) for (day,) in days
            ]
    assert (export_folder / day_file("days", GAP)).exists() and not (export_folder / day_file("trends", GAP)).exists()
    assert {path.name for path in export_folder.iterdir()} == {
        LOCK_FILE, MARKER_FILE, "README.md", "state", *(f"{name}.parquet" for name in UNDATED_RELATIONS), *(name for name in DATED_RELATIONS if name not in EMPTY_RELATIONS),
    }  # fmt: skip


def test_both_readers_see_the_day_as_a_date(export_copy: Path, con: duckdb.DuckDBPyConnection) -> None:
    [totals] = con.execute("SELECT count(*), count(DISTINCT date), sum(rank) FROM trends").fetchall()
    [last] = con.execute("SELECT count(*) FROM trends WHERE date = $day", {"day": LAST_DAY}).fetchall()
    files = f"read_parquet('{export_copy}/trends/**/*.parquet')"
    with duckdb.connect() as reader:
        query = f"SELECT count(*), count(DISTINCT date), sum(rank) FROM {files} WHERE typeof(date) = 'DATE'"
        assert reader.execute(query).fetchall() == [totals]
        assert reader.execute(f"SELECT count(*) FROM {files} WHERE date = DATE '{LAST_DAY}'").fetchall() == [last]
    for hive in (True, False):
        frame = pl.scan_parquet(export_copy / "trends" / "**" / "*.parquet", hive_partitioning=hive)
        assert frame.collect_schema()["date"] == pl.Date
        assert (frame.collect().height, frame.filter(pl.col("date") == LAST_DAY).collect().height) == (totals[0], *last)


def extract_queries(text: str) -> list[str]:
    sql = [query for block in text.split("```sql\n")[1:] for query in block.split("```")[0].split(";") if query.strip()]
    python = [
        line
        for block in text.split("```python\n")[1:]
        for line in block.split("```")[0].splitlines()
        if line.startswith("pl.")
    ]
    return [query.strip() for query in (*sql, *python)]  # fmt: skip


def run_shown_query(query: str) -> pl.DataFrame:
    if not query.startswith("pl."):
        with duckdb.connect() as con:
            return con.sql(query).pl()
    frame = eval(query, {"pl": pl})
    return frame.collect() if isinstance(frame, pl.LazyFrame) else frame


PARENTS = ["date=2020-01-01/filename=a.csv/kind=x/category=none/rank=7"]
if THOROUGH:
    PARENTS += ["date=2020-01-01", "date=nonsense", "kind=x/id=9/year=2020"]


@pytest.mark.parametrize("parent", PARENTS)
def test_names_of_folders_above_an_export_change_no_row_of_any_shown_query(
    home_copy: Home, tmp_path: Path, parent: str
) -> None:
    (above := tmp_path / parent).mkdir(parents=True)
    for form, folder in (("parquet", above / "export"), ("csv", above / "tables")):
        result = run_export(home_copy, "trends", "--format", form, "--output", str(folder))
        assert result.exit_code == 0, result.output
    result = run_export(home_copy, "categories", "--output", str(above / "undated"))
    with duckdb.connect(str(home_copy.published), read_only=True) as con:
        tables = {name: con.sql(f"FROM main.{name} ORDER BY ALL").pl() for name in ("trends", "categories")}
    pages = [(above / name, above / name / "README.md") for name in ("export", "tables", "undated")]
    pages += [(above, ROOT / page) for page in ("README.md", *(f"docs/{name}.md" for name in ("export", "python", "publishing", "terminal")))]  # fmt: skip
    # absolute paths: readers see the folders above
    shown_queries = [
        re.sub(r"""(['"])([\w/*=-]+\.(?:parquet|csv)\1)""", rf"\1{folder}/\2", query)
        for folder, page in pages
        for query in extract_queries(page.read_text(encoding="utf-8"))
        if re.search(r"\b(read|scan)_(parquet|csv)\(", query)
    ]
    assert len(shown_queries) == 10  # two of each card, four of docs/export.md
    for query in shown_queries:
        actual_rows = run_shown_query(query)
        expected_rows = tables["categories" if "undated" in query else "trends"]
        assert set(actual_rows.columns) == set(expected_rows.columns), query
        assert (
            actual_rows.height > 5
            and actual_rows["category" if "rank" in expected_rows.columns else "slug"]
            .is_in(expected_rows["category" if "rank" in expected_rows.columns else "slug"].implode())
            .all()
        ), query
        if "date" in expected_rows.columns:
            day_counts = actual_rows.group_by(pl.col("date").cast(pl.String)).len().rows()
            assert set(day_counts) <= set(expected_rows.group_by(pl.col("date").cast(pl.String)).len().rows()), query
            assert actual_rows["rank"].n_unique() > 5, query


def test_rows_are_in_the_order_of_their_columns(export_folder: Path) -> None:
    with duckdb.connect() as con:
        for name in ("trends", "models", "events"):
            file_rows = con.execute(f"FROM {read_expression(export_folder, name)}").fetchall()
            assert file_rows == con.execute(f"FROM {read_expression(export_folder, name)} ORDER BY ALL").fetchall()


def test_a_file_describes_itself(export_folder: Path) -> None:
    def read_metadata(path: str) -> dict[str, str]:
        query = "SELECT decode(key), decode(value) FROM parquet_kv_metadata($file)"
        with duckdb.connect() as con:
            return dict(con.execute(query, {"file": str(export_folder / path)}).fetchall())

    day = read_metadata(day_file("trends", LAST_DAY))
    assert {key: day[key] for key in ("project", "relation", "date", "sample")} == {
        "project": "Hub Almanac", "relation": "trends", "date": str(LAST_DAY), "sample": "true",
    }  # fmt: skip
    assert day["version"] and day["hub"].startswith("http://127.0.0.1:")
    assert day["comment"] == load_relations()["trends"].comment
    assert json.loads(day["columns"]) == {column.name: column.comment for column in load_relations()["trends"].columns}
    assert "date" not in read_metadata("categories.parquet")
    assert "hub" not in read_metadata(day_file("days", GAP))  # no crawl on that day


def test_the_card_is_one_that_the_hub_reads(export_folder: Path, home_copy: Home) -> None:
    text = (export_folder / "README.md").read_text(encoding="utf-8")
    data = DatasetCard(text).data.to_dict()
    assert (data["language"], data["size_categories"]) == (["en", "ko"], ["10K<n<100K"])
    assert "sample-data" in data["tags"] and "SAMPLE DATA" in data["pretty_name"]
    assert {config["config_name"] for config in data["configs"]} == set(load_relations()) - ABSENT_RELATIONS
    assert [config["config_name"] for config in data["configs"] if config.get("default")] == ["trends"]
    matching_files = sorted(path for config in data["configs"] for path in export_folder.glob(config["data_files"]))
    state_files = set((export_folder / "state").rglob("*.parquet"))
    assert matching_files == sorted(set(export_folder.rglob("*.parquet")) - state_files) and state_files
    assert f"**{sample_note()}**" in text
    with duckdb.connect(str(home_copy.published), read_only=True) as con:
        [(count, days, first, last)] = con.execute(
            "SELECT count(*), count(DISTINCT date), min(date), max(date) FROM trends"
        ).fetchall()
    assert f"| trends | parquet | {count:,} | {days} | {first} | {last} |" in text
    for relation in load_relations().values():
        assert (f"### {relation.name}".replace("_", r"\_") in text) == (relation.name not in ABSENT_RELATIONS)
    assert (
        r"| category\_daily |" in text and r"`\_id`" not in text.split(f"## {messages.text('en', 'card-contents')}")[1]
    )


def test_the_same_days_make_the_same_bytes_and_other_days_stay(
    export_copy: Path, export_folder: Path, home_copy: Home
) -> None:
    (export_copy / day_file("trends", LAST_DAY)).unlink()
    (export_copy / day_file("trends", LAST_DAY - dt.timedelta(1))).write_bytes(b"damaged")
    untouched_mtime = (export_copy / day_file("trends", LAST_DAY - dt.timedelta(2))).stat().st_mtime_ns
    result = run_export(
        home_copy, "trends", "models", "--output", str(export_copy), "--from", str(LAST_DAY - dt.timedelta(1))
    )
    assert result.exit_code == 0 and result.output.count("models") == 2  # in the table and in a note on undated ones
    assert read_files(export_copy) == read_files(export_folder)
    assert (export_copy / day_file("trends", LAST_DAY - dt.timedelta(2))).stat().st_mtime_ns == untouched_mtime


def test_days_without_rows_lose_their_files_but_not_later_days_or_those_of_another_almanac(
    export_copy: Path, home_copy: Home
) -> None:
    """Later days may be of a newer copy of the home."""
    empty, earlier, later = (
        export_copy / day_file("rejects", day) for day in (LAST_DAY, dt.date(2020, 1, 1), LAST_DAY + dt.timedelta(3))
    )
    marker_path = export_copy / MARKER_FILE
    marker = json.loads(marker_path.read_text())

    def export_rejects(mark: dict[str, object], *words: str) -> tuple[list[Path], str]:
        for path in (empty, earlier, later):
            path.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(export_copy / day_file("days", LAST_DAY), path)
        marker_path.write_text(json.dumps(mark) + "\n")
        result = run_export(home_copy, "rejects", "--output", str(export_copy), *words)
        assert result.exit_code == 0, result.output
        return [path for path in (empty, earlier, later) if path.exists()], result.output

    left_files, output = export_rejects(marker | {"almanac": "0" * 32})
    assert left_files == [earlier, later] and "1 file " in output and str(later.parent.name[5:]) not in output
    card = (export_copy / "README.md").read_text()
    assert f"| rejects | parquet | 4 | 2 | 2020-01-01 | {later.parent.name[5:]} |" in card
    unsigned_mark = {key: value for key, value in marker.items() if key != "almanac"}  # of an earlier version
    left_files, output = export_rejects(unsigned_mark)
    assert left_files == [later] and "2 files " in output and f"--to {later.parent.name[5:]}" in output
    assert json.loads(marker_path.read_text()) == marker
    assert export_rejects(marker, "--from", "2020-01-02", "--to", str(LAST_DAY))[0] == [earlier, later]
    assert export_rejects(marker, "--to", later.parent.name[5:])[0] == []
    (export_copy / MANIFEST_FILE).write_text("damaged")
    assert export_rejects(unsigned_mark)[0] == [earlier, later]  # whose days they are is unknown


def test_csv_matches_and_distinguishes_null_from_an_empty_text(home_copy: Home, tmp_path: Path) -> None:
    days = ("--from", str(LAST_DAY), "--to", str(LAST_DAY))
    result = run_export(home_copy, "trends", "models", "--format", "csv", *days, "--output", str(tmp_path / "csv"))
    assert result.exit_code == 0, result.output
    assert sorted(read_files(tmp_path / "csv")) == [
        "README.md",
        MARKER_FILE,
        "models.csv",
        day_file("trends", LAST_DAY, "csv"),
    ]
    with duckdb.connect(str(home_copy.published), read_only=True) as con:
        for relation, file, where in (
            ("trends", day_file("trends", LAST_DAY, "csv"), f"WHERE date = DATE '{LAST_DAY}'"), ("models", "models.csv", ""),
        ):  # fmt: skip
            columns = {column.name: column.type for column in load_relations()[relation].columns}
            read = f"read_csv('{tmp_path / 'csv' / file}', header = true, auto_detect = false, columns = {columns})"
            assert con.execute(f"FROM main.{relation} {where} EXCEPT ALL FROM {read}").fetchall() == []
            row_count = con.execute(f"SELECT count(*) FROM main.{relation} {where}").fetchall()[0][0]
            assert f"| {relation} | csv | {row_count:,} |" in (tmp_path / "csv" / "README.md").read_text()


def test_csv_for_spreadsheets_has_no_formulas_and_the_same_numbers(home_copy: Home, tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    home.root.mkdir()
    shutil.copy(home_copy.published, home.root)
    texts = [
        "=cmd|' /C calc'!A0",
        "+1+1",
        "-2+3",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "＝1",
        "-5",
        "+1.5e3",
        "plain",
        "a=b",
        "",
    ]
    with duckdb.connect(str(home.published)) as con:
        oids = con.execute("SELECT DISTINCT oid FROM families ORDER BY oid LIMIT $n", {"n": len(texts)}).fetchall()
        for (oid,), text in zip(oids, texts, strict=True):
            con.execute("UPDATE families SET id = $text WHERE oid = $oid", {"text": text, "oid": oid})
    words = ("families", "movers", "--format", "csv", "--from", str(LAST_DAY), "--output")
    for folder, flags in (("exact", []), ("safe", ["--spreadsheet-safe"])):
        result = run_export(home, *words, str(tmp_path / folder), *flags)
        assert result.exit_code == 0, result.output
    read = "SELECT oid, id FROM read_csv('{}', header = true, all_varchar = true, allow_quoted_nulls = false)"
    exact, safe = (
        dict(duckdb.execute(read.format(tmp_path / name / "families.csv")).fetchall()) for name in ("exact", "safe")
    )
    assert [exact[oid] for (oid,) in oids] == texts
    assert [safe[oid] for (oid,) in oids] == ["'" + text for text in texts[:7]] + texts[7:]
    of_moves = day_file("movers", LAST_DAY, "csv")
    assert (tmp_path / "exact" / of_moves).read_bytes() == (tmp_path / "safe" / of_moves).read_bytes()


@pytest.mark.parametrize(
    "words", [["--spreadsheet-safe"], ["--format", "csv", "--spreadsheet-safe", "--to-hub", "a/b"]]
)
def test_spreadsheet_safe_files_are_csv_and_not_published(home_copy: Home, words: list[str]) -> None:
    assert isinstance(run_export(home_copy, "families", *words).exception, UsageError)


def test_hostile_rows_export_unchanged_and_real_data_never_mixes_with_sample_data(
    home_copy: Home, tmp_path: Path
) -> None:
    home, folder = Home(tmp_path / "real"), tmp_path / "out"
    home.root.mkdir()
    shutil.copy(home_copy.published, home.published)
    home.published.chmod(0o644)
    hostile = [
        "",
        None,
        '"',
        'a"b,c\nd\r\ne',
        "'; DROP TABLE x; --",
        "\x1b[31m",
        "| x |",
        "[a, b]",
        " NULL",
        "\0",
        "한국어 🤗",
    ]
    with duckdb.connect(str(home.published)) as con:
        con.execute("UPDATE store.about SET value = 'false' WHERE key = 'sample'")
        con.execute("UPDATE store.snapshot SET hub = 'https://hub.example.org/<b>|'")
        for text in (*hostile, "x" * 3_000_000):
            con.execute(
                "INSERT INTO store.reject VALUES ($day, 'model', 'l', 'f', $text, $text)",
                {"day": LAST_DAY, "text": text},
            )
    for form in ("parquet", "csv"):
        result = run_export(home, "rejects", "--format", form, "--output", str(folder))
        assert result.exit_code == 0 and "SAMPLE" not in result.output, result.output
    card = (folder / "README.md").read_text(encoding="utf-8")
    assert "SAMPLE" not in card and "sample" not in DatasetCard(card).data.to_dict()["tags"]
    assert r"https://hub.example.org/&lt;b&gt;\|" in card
    for form in ("parquet", "csv"):
        assert f"| rejects | {form} | {len(hostile) + 1} | 1 | {LAST_DAY} | {LAST_DAY} |" in card
    with duckdb.connect(str(home.published), read_only=True) as con:
        columns = {column.name: column.type for column in load_relations()["rejects"].columns}
        how = f"header = true, auto_detect = false, allow_quoted_nulls = false, max_line_size = 9000000, columns = {columns}"
        for read in (f"read_parquet('{folder}/*/*/*.parquet')", f"read_csv('{folder}/*/*/*.csv', {how})"):
            assert con.execute(f"FROM main.rejects EXCEPT ALL FROM {read}").fetchall() == []
            assert con.execute(f"SELECT count(*) FROM {read}").fetchall() == [(len(hostile) + 1,)]
    refusal = run_export(home_copy, "rejects", "--output", str(folder))
    assert isinstance(refusal.exception, UsageError) and str(folder) in str(refusal.exception)


@pytest.mark.parametrize(
    ("words", "status", "named"),
    [
        (["trend"], 2, " trends"),
        (["tre'nds"], 2, " trends"),
        (['trends"; DROP TABLE x --'], 2, " boards, "),
        (["store.daily"], 2, "'store.daily'"),
        (["trends", "--from", "2026-13-40"], 2, "'2026-13-40'"),
        (["trends", "--from", "2026-11-20", "--to", "2026-11-19"], 2, "2026-11-19"),
        (["trends", "--from", "2030-01-01"], 1, str(LAST_DAY)),
        (["trends", "categories", "--from", str(GAP), "--to", str(GAP)], 1, str(LAST_DAY)),
        (["categories", "--output", "/proc/x"], 1, "/proc/x"),
        (["categories", "--output", "/dev/null"], 2, "/dev/null"),
        (["categories", "--output", "{other}"], 2, MARKER_FILE),
        (["categories", "--output", "{other}/file"], 2, "{other}/file"),
        (["categories", "--output", "{other}/marked"], 2, "{other}/marked has real data"),
        (["categories", "--output", "{other}/newer"], 2, "{other}/newer"),
        (["categories", "--output", "{home}/hub.duckdb"], 2, "{home}/hub.duckdb"),
        (["categories", "--output", "{home}/spool/x"], 2, "{home}/spool/x"),
        (["categories", "--yes"], 2, "--to-hub"),
        *((["categories", "--to-hub", name], 2, "owner/name") for name in ("../../x", "a/b/c", "a", "a/\x1b[31m")),
    ],
)  # fmt: skip
def test_invalid_arguments_are_refused_before_anything_is_written(
    home_copy: Home, tmp_path: Path, words: list[str], status: int, named: str
) -> None:
    other_folder = tmp_path / "other"
    for name, mark in (("marked", (1, False)), ("newer", (9, True))):
        (other_folder / name).mkdir(parents=True)
        marker = {"project": "hub-almanac", "layout": mark[0], "sample": mark[1]}
        (other_folder / name / MARKER_FILE).write_text(json.dumps(marker))
    (other_folder / "file").write_text("mine")
    before = read_files(tmp_path), sorted(home_copy.root.iterdir())
    folders = {"other": other_folder, "home": home_copy.root}
    result = run_export(home_copy, *(word.format(**folders) for word in words))
    assert isinstance(result.exception, AlmanacError), result.exception
    assert result.exception.exit_status == status and named.format(**folders) in str(result.exception)
    assert (read_files(tmp_path), sorted(home_copy.root.iterdir())) == before


def test_repo_names_follow_the_rules_of_the_hub() -> None:
    names = (
        "a/b",
        "A-1/x_y.z",
        "a.b/c",
        "a/b.git",
        "a--b/c",
        "a/b..c",
        "-a/b",
        "a/.b",
        "a/b/c",
        "a",
        "a/b\n",
        "ü/b",
        "a/" + "b" * 200,
    )
    for name in names:  # fmt: skip
        try:
            validate_repo_id(name)
            valid = "/" in name and len(name) <= 96
        except HFValidationError:
            valid = False
        if valid:
            assert require_repo_name(name) == name
        else:
            with pytest.raises(UsageError):
                require_repo_name(name)


def test_the_connection_touches_only_the_folder(home_copy: Home, tmp_path: Path) -> None:
    folder, outside = tmp_path / "folder", tmp_path / "outside.csv"
    outside.write_text("a\n1\n")
    with claim_folder(folder, home_copy, sample=True) as scratch:
        for statement in (f"COPY (SELECT 1) TO '{outside}'", f"FROM read_csv('{outside}')", "SET memory_limit = '9GB'"):
            with pytest.raises(AlmanacError), open_writer(home_copy, folder, scratch) as con:
                con.execute(statement)
        with (
            pytest.raises(AlmanacError, match=re.escape(str(folder))),
            claim_folder(folder, home_copy, sample=True),
        ):
            raise AssertionError("two exports have the lock")
    assert outside.read_text() == "a\n1\n" and not (folder / SCRATCH_FOLDER).exists()


def test_a_kill_leaves_whole_files_and_the_next_export_finishes(
    export_folder: Path, home_copy: Home, tmp_path: Path
) -> None:
    folder = tmp_path / "killed"
    command = [ALMANAC, "--home", home_copy.root, "export", "all", "--output", folder]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        deadline = time.monotonic() + PATIENCE
        while len(list(folder.glob("*/*/*"))) < 20:
            assert time.monotonic() < deadline and process.poll() is None
            time.sleep(0.002)
        process.send_signal(signal.SIGKILL)
    (folder / SCRATCH_FOLDER).mkdir(exist_ok=True)
    (folder / SCRATCH_FOLDER / "part").write_bytes(b"PAR1 half")
    files_left, all_files = read_files(folder), read_files(export_folder)
    del files_left[f"{SCRATCH_FOLDER}/part"]
    assert 20 < len(files_left) < len(all_files) and files_left.items() <= all_files.items()
    assert run_export(home_copy, "all", "--output", str(folder)).exit_code == 0
    assert read_files(folder) == all_files


def test_a_full_disk_keeps_complete_files(home_copy: Home, tmp_path: Path) -> None:
    """A limit of 20 kB per file makes writing fail midway, like a full disk."""
    folder = tmp_path / "full"
    result = subprocess.run(
        [ALMANAC, "--home", home_copy.root, "export", "categories", "trends", "--output", folder],
        capture_output=True, text=True, check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000)),
    )  # fmt: skip
    assert result.returncode == 1 and result.stderr.count("\n") == 1 and "Traceback" not in result.stderr
    assert "1 of 9 files" in result.stderr
    assert sorted(read_files(folder)) == [MARKER_FILE, "categories.parquet"]


@pytest.fixture
def small_export(home_copy: Home, tmp_path: Path) -> Path:
    """A card, a marker, two large files."""
    folder = tmp_path / "few"
    words = ("categories", "featured", "--from", str(LAST_DAY), "--output", str(folder))
    assert run_export(home_copy, *words).exit_code == 0
    return folder


SMALL_EXPORT_FILES = ["README.md", MARKER_FILE, "categories.parquet", day_file("featured", LAST_DAY)]


def test_publishing_sends_the_files_and_publishing_again_nothing(
    ask: RunCommand, home_copy: Home, tmp_path: Path
) -> None:
    folder = tmp_path / "out"
    assert run_export(home_copy, "categories", "--output", str(folder)).exit_code == 0
    (folder / "mine.parquet").write_text("not of the export")
    with HubUploads({TOKEN: {"me"}}) as hub:

        def published_with(*words: str) -> str:
            environment = {"HF_ENDPOINT": hub.url, "HF_HUB_DISABLE_XET": "1", "HF_DEBUG": "1", "HF_TOKEN": TOKEN}
            to = ("--output", str(folder), "--to-hub", "me/almanac", "--yes")
            result = ask("export", *words, *to, home=home_copy.root, **environment)
            assert result.returncode == 0 and TOKEN not in result.stdout + result.stderr, result.stderr
            assert result.stderr == "" and "SAMPLE DATA" in result.stdout  # no bars, no warnings
            return result.stdout

        output = published_with("featured", "boards")
        repo = hub.repos["me/almanac"]
        assert repo.private and f"{hub.url}/datasets/me/almanac/commit/{repo.commits[-1]}" in output
        sent_files = read_files(folder)
        del sent_files["mine.parquet"]
        assert {path: content for path, content in repo.files.items() if path != ".gitattributes"} == sent_files
        assert "hf://datasets/me/almanac/boards/*/*.parquet" in sent_files["README.md"].decode()
        assert {request.token for request in hub.requests} == {TOKEN, None}

        before = len(hub.requests), list(repo.commits)
        assert f"all {len(sent_files)} files" in published_with("featured", "boards")
        assert {request.method for request in hub.requests[before[0] :]} == {"GET"} and repo.commits == before[1]

        repo.files[day_file("boards", LAST_DAY)] = b"old"
        repo.large[day_file("boards", LAST_DAY)] = hashlib.sha256(b"old").hexdigest(), 3
        assert f"1 of {len(sent_files)} files" in published_with("boards")
        assert repo.files[day_file("boards", LAST_DAY)] == sent_files[day_file("boards", LAST_DAY)]


def test_publishing_by_xet_names_the_bytes(ask: RunCommand, small_export: Path, tmp_path: Path) -> None:
    """With the protocol that huggingface_hub prefers; hub_uploads plays the server."""
    with HubUploads({TOKEN: {"me"}}) as hub:
        words = ["export", "categories", "--output", str(small_export), "--to-hub", "me/almanac", "--yes", "--public"]
        result = ask(*words, HF_ENDPOINT=hub.url, HF_TOKEN=TOKEN)
        assert result.returncode == 0 and result.stderr == "" and "public" in result.stdout
        repo = hub.repos["me/almanac"]
        contents = {path: (small_export / path).read_bytes() for path in SMALL_EXPORT_FILES}
        assert repo.large == {
            path: (hashlib.sha256(content).hexdigest(), len(content))
            for path, content in contents.items()
            if path.endswith(".parquet")
        }
        assert not repo.private and hub.xorbs and repo.files["README.md"] == contents["README.md"]
        assert {request.token for request in hub.requests if request.path.startswith("/v1/")} == {XET_TOKEN}
    cached_files = [path for path in Path(os.environ["HF_HOME"]).rglob("*") if path.is_file()]
    assert [path for path in cached_files if TOKEN.encode() in path.read_bytes()] == []


def test_without_yes_export_previews_and_sends_nothing(home_copy: Home, tmp_path: Path) -> None:
    words = ("categories", "featured", "--output", str(tmp_path / "x"), "--to-hub", "me/almanac")
    with HubUploads({TOKEN: {"me"}}) as hub:
        for token, public, token_note in (
            (TOKEN, (), "token HF_TOKEN"),
            ("", ("--public",), "set HF_TOKEN "),
        ):
            result = run_export(home_copy, *words, *public, HF_ENDPOINT=hub.url, HF_TOKEN=token)
            assert result.exit_code == 0 and TOKEN not in result.output and hub.requests == []
            output = " ".join(result.output.split())
            for detail in (
                f"Hub {hub.url}",
                f"me/almanac, {'public' if public else 'private'}",
                "categories, featured",
                token_note,
            ):
                assert detail in output
            size = sum(map(len, read_files(tmp_path / "x").values())) / 1e6
            assert f"files 11, {size:.2f} MB" in output and f"to {LAST_DAY}" in output and "SAMPLE DATA" in output
            assert "--yes" in output


def test_without_a_token_nothing_is_exported_or_sent(
    home_copy: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_HUB_DISABLE_PROGRESS_BARS", "1")  # the command sets it; this restores it
    words = ("categories", "--output", str(tmp_path / "x"), "--to-hub", "me/almanac", "--yes")
    with HubUploads({}) as hub:
        for token in ("", "hf_ö"):
            result = run_export(home_copy, *words, HF_ENDPOINT=hub.url, HF_TOKEN=token)
            assert isinstance(result.exception, UsageError) and "HF_TOKEN" in str(result.exception)
            assert hub.requests == [] and not (tmp_path / "x").exists()


@pytest.mark.parametrize(
    ("token", "repo", "failing", "error", "message"),
    [
        ("hf_wrong", "me/almanac", {}, HubRefusal, "401 .*HF_TOKEN"),
        ("hf_reader", "me/almanac", {}, HubRefusal, "403 .* me/almanac"),
        (TOKEN, "you/almanac", {}, HubRefusal, "403 .* you/almanac"),
        (TOKEN, "me/new", {"/api/repos": 404}, HubRefusal, "404 .*me/new"),
        (TOKEN, "me/almanac", {"/api/datasets": 503}, HubBroken, r"503 .*\[token\]"),
        (TOKEN, "me/almanac", {"/commit/": 412}, HubRefusal, "412 .*me/almanac"),
        (TOKEN, "me/almanac", {"/validate-yaml": 400}, HubBroken, "Invalid metadata"),  # the server's words
        (TOKEN, "me/open", {}, UsageError, "--public"),
    ],
)
def test_a_rejected_upload_is_one_line_and_commits_nothing(
    small_export: Path, token: str, repo: str, failing: dict[str, int], error: type[AlmanacError], message: str
) -> None:
    with HubUploads({TOKEN: {"me"}, "hf_reader": set()}) as hub:
        api, target = HfApi(hub.url, token), Target(hub.url, repo, public=False)
        mine = HfApi(hub.url, TOKEN)
        for name, private in (("me/almanac", token != "hf_reader"), ("me/open", False)):
            mine.create_repo(name, repo_type="dataset", private=private)
        hub.failures |= failing
        publish_target = Target(hub.url, repo, public=True) if token == "hf_reader" else target
        with pytest.raises(error, match=message) as refusal:
            publish(api, publish_target, small_export, ["README.md", MARKER_FILE], "message")
        assert "\n" not in str(refusal.value) and token not in str(refusal.value)
        assert all(len(repo.commits) == 1 for repo in hub.repos.values())


def test_an_unreachable_hub_keeps_the_export(ask: RunCommand, small_export: Path) -> None:
    before = read_files(small_export)
    with HubUploads({}) as hub:
        dead_url = hub.url
    words = ["export", "categories", "--output", str(small_export), "--to-hub", "me/almanac", "--yes"]
    result = ask(*words, HF_ENDPOINT=dead_url, HF_TOKEN=TOKEN)
    assert result.returncode == 1 and result.stderr.count("\n") == 1 and TOKEN not in result.stderr
    assert dead_url in result.stderr and str(small_export) in result.stderr
    assert {
        name: content for name, content in read_files(small_export).items() if name != "README.md"
    }.items() <= before.items()
    with pytest.raises(HubUnreachable):
        publish(
            HfApi(dead_url, TOKEN),
            Target(dead_url, "me/almanac", public=False),
            small_export,
            SMALL_EXPORT_FILES,
            "message",
        )
