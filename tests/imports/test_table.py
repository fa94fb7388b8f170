"""Tables: mappings with lines, obvious names, several captures a day, every form of file."""

import datetime as dt
import gzip
import json
from pathlib import Path

import duckdb
import pytest

from pipeline.config import HubSettings
from pipeline.errors import ImportFault, MappingError, UsageError
from pipeline.imports.formats import open_reader
from pipeline.imports.import_source import record_source_days, settle, shelve_pieces
from pipeline.imports.pieces import NAMES_ONLY, WHOLE_DAY, ImportRequest
from pipeline.imports.progress import ignore_step
from pipeline.notes import Note
from tests.fixtures.archive_files import oid, write
from tests.fixtures.hub_archives import HubArchives
from tests.imports.conftest import Read, column, read_rows

REAL = Path(__file__).resolve().parents[3] / "shared" / "real"
RECORDED_TABLES = [
    "series_models_2024-05-08_2025-06-30",
    "trending_models_2026-04-28_2026-05-04",
    "trending_datasets_2026-04-28_2026-05-04",
]
COUNTERS = ("downloads", "likes", "trending_score")
RECORDED_AS = {name: name for name in (*COUNTERS, "author", "pipeline_tag", "library_name")} | {
    "tags": "list_sort(tags)", "gated": "CAST(gated AS VARCHAR)", "created_at": "CAST(created_at AS TIMESTAMP)",
    "last_modified": "CAST(CAST(last_modified AS TIMESTAMPTZ) AS TIMESTAMP)",
}  # fmt: skip
"""All columns but ranks, as SQL of the recorded value."""
ROWS = [
    {"model_id": "a/x", "date": "2025-03-01", "dl": "10", "likes": 3, "tags": ["b", "c, d"], "extra": {"total": 7}},
    {"model_id": "a/x", "date": "2025-04-02", "dl": "11.0", "likes": 4, "tags": None, "extra": None},
    {"model_id": "b/y", "date": "2025-04-02", "dl": "1.5", "likes": -4, "tags": [], "extra": {"total": 1e30}},
]
MAPPING = """
kind = "models"
hour = "13:50"

[source]
name = "my-series"
license = "mit"
share_alike = true

[columns]
id = "model_id"
day = "date"
downloads = "dl"
likes = "likes"
tags = "tags"
parameters = "extra.total"
"""


def write_table(folder: Path, ending: str) -> Path:
    folder.mkdir(exist_ok=True)
    lines = "\n".join(json.dumps(row) for row in ROWS)
    ndjson = write(folder / "rows.ndjson", lines.encode())
    if ending == "ndjson":
        return ndjson
    if ending == "json":
        return write(folder / "rows.json", json.dumps(ROWS).encode())
    target = folder / f"rows.{ending}"
    columns = "model_id, date, dl, likes, tags, extra"
    if "csv" in ending:
        columns = "model_id, date, dl, likes, to_json(tags) AS tags, to_json(extra) AS extra"
    with duckdb.connect() as con:
        con.execute(f"COPY (SELECT {columns} FROM read_json('{ndjson}', sample_size = -1)) TO '{target}'")
    return target


@pytest.mark.parametrize("ending", ["parquet", "csv", "csv.gz", "json", "ndjson"])
def test_a_mapped_table_is_the_same_in_every_form(tmp_path: Path, read: Read, ending: str) -> None:
    mapping = write(tmp_path / "mapping.toml", MAPPING.encode())
    plan, reports, rows = read(write_table(tmp_path / "data", ending), mapping=mapping)
    assert (plan.source.name, plan.source.license, plan.source.share_alike) == ("my-series", "mit", True)
    assert plan.source.precedence == NAMES_ONLY
    assert [(piece.first_day, piece.kind) for piece in plan.pieces] == [
        (dt.date(2025, 3, 1), "model"),
        (dt.date(2025, 4, 1), "model"),
    ]
    assert [piece.last_day for piece in plan.pieces] == [dt.date(2025, 3, 31), dt.date(2025, 4, 2)]
    assert [report.rows for report in reports] == [1, 2]
    assert [tuple(row.values()) for row in rows] == [
        (dt.date(2025, 3, 1), dt.datetime(2025, 3, 1, 13, 50), "a/x", ["b", "c, d"], 7, 10, 3),
        (dt.date(2025, 4, 2), dt.datetime(2025, 4, 2, 13, 50), "a/x", None, None, 11, 4),
        (dt.date(2025, 4, 2), dt.datetime(2025, 4, 2, 13, 50), "b/y", [], None, None, None),
    ]


def test_the_last_capture_of_a_repo_on_a_utc_day_counts(tmp_path: Path, read: Read) -> None:
    text = "captured_at,id,likes,pipeline_tag\n" + "".join(
        f"2025-03-0{day}T{hour}:00:00{zone},{name},{likes},{tag}\n"
        for day, hour, zone, name, likes, tag in [
            (1, "08", "Z", "a/x", 1, "text-generation"),
            (1, "20", "Z", "a/x", 2, ""),
            (1, "09", "Z", "b/y", 5, "fill-mask"),
            (1, "23", "-03:00", "a/x", 9, "fill-mask"),
        ]
    )
    plan, [report], rows = read(write(tmp_path / "top.csv", text.encode()))
    assert plan.pieces[0].kind == "model"  # only models have a task
    assert [(row["observed_at"], row["id"], row["likes"]) for row in rows] == [
        (dt.datetime(2025, 3, 1, 20), "a/x", 2),
        (dt.datetime(2025, 3, 2, 2), "a/x", 9),
        (dt.datetime(2025, 3, 1, 9), "b/y", 5),
    ]
    assert report.duplicates == 1 and rows[0]["pipeline_tag"] is None


def test_the_day_may_be_in_the_name_of_each_file(tmp_path: Path, read: Read) -> None:
    for day in (1, 2):
        write(tmp_path / "days" / f"models-2025-03-0{day}.csv", f"id,downloads\na/x,{day}\n".encode())
    plan, _, rows = read(tmp_path / "days")
    assert [piece.first_day for piece in plan.pieces] == [dt.date(2025, 3, 1), dt.date(2025, 3, 2)]
    assert column(rows, "downloads") == [1, 2] and rows[0]["observed_at"] == dt.datetime(2025, 3, 1, 12)
    write(tmp_path / "days" / "models.csv", b"id,downloads\na/x,1\n")
    with pytest.raises(ImportFault, match="date in its name"):
        read(tmp_path / "days")


@pytest.mark.parametrize("by_mapping", [False, True])
def test_files_of_the_other_kind_are_left_out(tmp_path: Path, read: Read, by_mapping: bool) -> None:
    for name in (
        "models-2026-03-01.csv",
        "datasets-2026-03-01.csv",
        "datasets-2026-03-02.csv.gz",
        "more-2026-03-03.csv",
    ):
        content = f"id,likes\n{name[0]}/x,1\n".encode()
        write(tmp_path / "data" / name, gzip.compress(content) if name.endswith("gz") else content)
    mapping = write(tmp_path / "m.toml", b'kind = "models"\n[columns]\nid = "id"\nlikes = "likes"\n')
    _, _, rows = read(tmp_path / "data", **({"mapping": mapping} if by_mapping else {"kind": "model"}))
    assert [(row["id"], row["day"]) for row in rows] == [("m/x", dt.date(2026, 3, 1)), ("m/x", dt.date(2026, 3, 3))]
    (tmp_path / "data" / "models-2026-03-01.csv").unlink()
    (tmp_path / "data" / "more-2026-03-03.csv").unlink()
    with pytest.raises(ImportFault) as raised:
        read(tmp_path / "data", kind="model")
    assert raised.value.parts[0].code == "nothing_in_format_with"
    _, _, rows = read(tmp_path / "data" / "datasets-2026-03-01.csv", kind="model")  # a person's word counts
    assert column(rows, "id") == ["d/x"]


def test_a_table_with_ids_that_is_complete_counts_like_a_whole_day(tmp_path: Path, read: Read) -> None:
    text = "complete = true\nkind = 'datasets'\n[columns]\noid = '_id'\nid = 'id'\nday = 'day'\nlikes = 'likes'"
    mapping = write(tmp_path / "mapping.toml", text.encode())
    lines = [f"{oid(number)},a/{number},2025-03-01,{number}" for number in range(20)]
    file = write(
        tmp_path / "t.csv",
        "\n".join(["_id,id,day,likes", *lines, "xyz,a/z,2025-03-01,1", ",a/z,2025-03-01,1"]).encode(),
    )
    plan, [report], rows = read(file, mapping=mapping)
    assert (plan.source.precedence, plan.source.complete) == (WHOLE_DAY, True)
    assert report.rejects == {"invalid_oid": 1, "no_oid": 1} and len(rows) == 20


def test_unusable_rows_are_counted_once_and_compared_with_the_rows_of_their_file(tmp_path: Path, read: Read) -> None:
    lines = [f"a/{number},2025-0{month}-01,1" for month in (1, 2, 3) for number in range(10 if month < 3 else 60)]
    lines += [",2025-01-01,1", ",2025-02-01,1", ",2025-02-01,1", "a/x,never,1", ",never,1"]
    file = write(tmp_path / "models.csv", "\n".join(["id,day,likes", *lines]).encode())
    _, reports, rows = read(file)
    assert [report.rejects for report in reports] == [{"invalid_day": 1, "no_name": 2}, {"no_name": 2}, {}]
    assert [report.rows for report in reports] == [10, 10, 60] and len(rows) == 80
    _, reports, _ = read(file, first_day=dt.date(2025, 2, 1), last_day=dt.date(2025, 2, 28))
    assert [(report.rows, report.rejects) for report in reports] == [(10, {"invalid_day": 1, "no_name": 3})]
    write(file, "\n".join(["id,day,likes", *lines, *lines[-5:]]).encode())
    with pytest.raises(ImportFault) as caught:
        read(file, first_day=dt.date(2025, 2, 1))
    assert Note("unusable_rows_of_reason", {"rows": 8, "reason": "no_name"}) in caught.value.parts  # of the file


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("kind = 'models'\n[columns\nid = 'x'", 2),
        ("kind = 'models'\n\n[columns]\nid = 'model_id'\nlikes = 'likes'\nday = 'day_'", 6),
        ("kind = 'model'\n[columns]\nid = 'model_id'\nday = 'date'\nlikes = 'likes'\ndownload = 'dl'", 6),
        ("kind = 'model'\nhours = '9'\n[columns]\nid = 'model_id'", 2),
        ("kind = 'space'\n[columns]\nid = 'model_id'", 1),
        ("[columns]\nid = 'model_id'\nday = 'date'\nlikes = 'likes'\n[source]\n\nshare_alike = 'yes'", 7),
        ("hour = '25:00'\n[columns]\nid = 'model_id'", 1),
        ("\n[columns]\nday = 'date'\nlikes = 'likes'", 2),
        ("[columns]\nid = 'model_id'\nday = 'date'\nlikes = 'tags'", 4),
        ("[columns]\nid = 7", 2),
        ("[columns]\nid = 'model_id'\n[source]\nname = '../x'", 4),
    ],
)
def test_a_mapping_error_names_its_line(tmp_path: Path, read: Read, text: str, line: int) -> None:
    mapping = write(tmp_path / "mapping.toml", text.encode())
    with pytest.raises(MappingError, match=rf"mapping\.toml(, line {line}:|.*\(at line {line},)"):
        read(write_table(tmp_path / "models", "parquet"), mapping=mapping, kind="model")


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("day = 'date'", Note("known_names", {"names": "columns, kind, hour, complete, source"})),
        ("[source]\nlicence = 'MIT'", Note("did_you_mean", {"count": 1, "names": "license"})),
    ],
)
def test_an_unknown_key_comes_with_the_known_ones(tmp_path: Path, read: Read, text: str, hint: Note) -> None:
    mapping = write(tmp_path / "mapping.toml", text.encode())
    with pytest.raises(MappingError) as error_info:
        read(write_table(tmp_path / "models", "parquet"), mapping=mapping, kind="model")
    assert error_info.value.parts[1:] == (Note("unknown_key", {"name": text.rpartition("\n")[2].split(" =")[0]}), hint)


def test_what_is_not_obvious_must_be_said(tmp_path: Path, read: Read) -> None:
    with pytest.raises(ImportFault, match="mapping"):
        read(write(tmp_path / "x.csv", b"a,b\n1,2\n"))
    with pytest.raises(UsageError, match="--kind"):
        read(write(tmp_path / "x.csv", b"id,day,likes\na/x,2025-03-01,2\n"))
    mapping = write(tmp_path / "m.toml", b"kind='models'\n[columns]\nid='id'\nday='day'\nlikes='likes'")
    with pytest.raises(UsageError, match="--kind"):
        read(tmp_path / "x.csv", kind="dataset", mapping=mapping)


def test_times_as_numbers_and_days_with_times(tmp_path: Path, read: Read) -> None:
    lines = [{"id": "a/x", "timestamp": 1740830400 + second, "likes": second} for second in range(2)]
    lines += [{"id": "a/y", "timestamp": 1740830400000, "likes": 1}]
    file = write(tmp_path / "models.parquet", b"")
    with duckdb.connect() as con:
        ndjson = write(tmp_path / "models.ndjson", "\n".join(map(json.dumps, lines)).encode())
        con.execute(f"COPY (FROM read_json('{ndjson}')) TO '{file}'")
    _, _, rows = read(file, kind="model")
    assert [(row["observed_at"], row["likes"]) for row in rows] == [
        (dt.datetime(2025, 3, 1, 12, 0, 1), 1),
        (dt.datetime(2025, 3, 1, 12), 1),
    ]


def test_a_file_on_a_web_server(hub: HubArchives, settings: HubSettings, read: Read) -> None:
    hub.plain_files["data/models.csv"] = b"id,day,likes\n" + b"".join(b"a/%d,2025-03-01,2\n" % n for n in range(20_000))
    plan, [report], _ = read(f"{hub.storage_url}/data/models.csv", settings)
    assert (report.rows, plan.source.name) == (20_000, "models")
    assert {request.token for request in hub.storage_requests} == {None}


@pytest.mark.skipif(not REAL.exists(), reason="the recorded data is not on this machine")
@pytest.mark.parametrize(
    "name",
    RECORDED_TABLES,
)
def test_recorded_tables_come_back_exactly(tmp_path: Path, read: Read, name: str) -> None:
    file = REAL / f"{name}.parquet"
    plan, reports, rows = read(file)
    expected = read_rows(file)
    time = "captured_at" if "captured_at" in expected[0] else "day"
    expected.sort(key=lambda row: str(row[time]))
    last = {(str(row[time])[:10], row["id"]): (row["downloads"], row["likes"]) for row in expected}
    assert {(str(row["day"]), row["id"]): (row["downloads"], row["likes"]) for row in rows} == last
    assert sum(report.duplicates + report.rows for report in reports) == len(expected)
    assert {piece.kind for piece in plan.pieces} == {"dataset" if "datasets" in name else "model"}


@pytest.mark.slow
@pytest.mark.skipif(not REAL.exists(), reason="the recorded data is not on this machine")
@pytest.mark.parametrize("name", RECORDED_TABLES)
def test_every_recorded_value_is_in_the_history(con: duckdb.DuckDBPyConnection, tmp_path: Path, name: str) -> None:
    """Also descriptions; of several captures a day, the last one counts. Ranks are not imported."""
    file = REAL / f"{name}.parquet"
    reader = open_reader(ImportRequest(str(file)), HubSettings(token=False))
    plan = reader.plan()
    pieces = list(shelve_pieces(plan, reader, tmp_path / "imports", ignore_step))
    record_source_days(con, plan, pieces, tmp_path / "imports", dt.datetime(2026, 9, 1))
    settle(con, tmp_path / "imports", tmp_path / "known_days.toml")
    kind = plan.pieces[0].kind
    present = {column for (column, *_) in con.execute(f"DESCRIBE FROM '{file}'").fetchall()}
    time = "captured_at" if "captured_at" in present else "day"
    names = [name for name in RECORDED_AS if name in present]
    counters = [name for name in names if name in COUNTERS]
    expected = con.execute(
        f"SELECT CAST({time} AS DATE) AS date, id, {', '.join(RECORDED_AS[name] for name in names)} FROM '{file}' "
        f"QUALIFY row_number() OVER (PARTITION BY CAST({time} AS DATE), id ORDER BY {time} DESC) = 1 ORDER BY date, id"
    ).fetchall()
    stored = ", ".join("list_sort(tags)" if name == "tags" else name for name in names)
    query = f"SELECT date, d.id, {stored} FROM store.counted c JOIN store.description d USING (repo, version) WHERE c.kind = $kind ORDER BY date, d.id"
    assert con.execute(query, {"kind": kind}).fetchall() == expected
    [(first_name,)] = con.execute(f"SELECT min(id) FROM '{file}'").fetchall()
    one_repo = con.execute(
        f"SELECT date, {', '.join(counters)} FROM history_of($id) ORDER BY date", {"id": first_name}
    ).fetchall()
    assert one_repo == [(row[0], *row[2 : 2 + len(counters)]) for row in expected if row[1] == first_name]
    assert con.execute(f"SELECT count(*) FROM {kind}_history").fetchall() == [(len(expected),)]
