"""Sources that are not what they seem: one sentence, and nothing is written."""

import datetime as dt
import gzip
import os
import re
import shutil
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipeline.config import HubSettings
from pipeline.errors import AlmanacError, ImportFault, UsageError
from pipeline.imports.formats import open_reader
from pipeline.imports.pieces import MAX_ROWS, ImportRequest
from tests.fixtures.archive_files import oid, parquet, series, whole_day, write
from tests.fixtures.processes import PATIENCE
from tests.imports.conftest import Read

ROOT = Path(__file__).parents[2]
GOOD = whole_day("2026-02-03T22:10:00", 50)


def fail(source: Path, kind: str = "model", **options: object) -> list[str]:
    """Return the codes of the error's sentences, and check that nothing was written."""
    target = source.parent / "target" / "piece.parquet"
    with pytest.raises(AlmanacError) as caught:
        reader = open_reader(ImportRequest(str(source), kind=kind, **options), HubSettings(token=False))  # pyright: ignore[reportArgumentType]
        for piece in reader.plan().pieces:
            reader.write_piece(piece, target)
    assert not target.parent.exists() or list(target.parent.iterdir()) == []
    sentence = str(caught.value)
    assert "\n" not in sentence and len(sentence) < 900
    codes = [part.code for part in caught.value.parts]
    assert not any(code in sentence for code in codes)
    assert not re.search(r"[a-z]\.( |$)", caught.value.render("ko"))  # a sentence that is not in Korean
    return codes


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"<!DOCTYPE html><html><title>Log in</title></html>", "parquet_is_html"),
        (b"", "parquet_empty"),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:abc", "parquet_is_lfs_pointer"),
        (GOOD[:-100], "parquet_cut"),
        (GOOD[: len(GOOD) // 2] + b"PAR1", "parquet_damaged"),
        (b"PAR1" + bytes(100) + b"\xff\xff\xff\x7fPAR1", "parquet_damaged"),
        (b"id,likes\n", "not_parquet"),
        (bytes(1000), "not_parquet"),
    ],
)
def test_files_that_are_not_parquet(tmp_path: Path, content: bytes, code: str) -> None:
    assert code in fail(write(tmp_path / "models.parquet", content))
    assert code in fail(write(tmp_path / "series" / "2025-01.parquet", content).parent.parent)


def test_damaged_pages(tmp_path: Path) -> None:
    damaged = bytearray(whole_day("2026-02-03T22:10:00", 5_000))
    damaged[10:5_000] = bytes(4_990)
    assert "cannot_read" in fail(write(tmp_path / "models.parquet", bytes(damaged)))


def test_too_many_rows_are_refused_before_they_are_read(tmp_path: Path) -> None:
    """The file has only a footer, which lists more row groups than the limit allows."""
    file = tmp_path / "2025-01.parquet"
    footer = pq.read_metadata(BytesIO(series([("a/x", "2025-01-01", 1, 1, 1)] * 100_000)))
    while footer.num_rows <= MAX_ROWS:
        footer.append_row_groups(footer)
    footer.write_metadata_file(str(file))
    assert "too_many_rows_to_import" in fail(file)


def test_many_rows_of_one_repo_are_one_row(tmp_path: Path, read: Read) -> None:
    file = write(tmp_path / "2025-01.parquet", series([("a/x", "2025-01-01", 1, 1, n % 7) for n in range(100_000)]))
    _, [report], rows = read(file, kind="model")
    assert (report.rows, report.duplicates, rows[0]["likes"]) == (1, 99_999, 6)


def test_hostile_names_are_data(tmp_path: Path, read: Read) -> None:
    names = [
        "a'); DROP TABLE x; --/y",
        "<script>alert(1)</script>/x",
        "../../etc/passwd",
        "한국/모델",
        "x" * 201,
        "a\nb",
        "",
        None,
    ]
    names += [f"fine/{number}" for number in range(100)]
    columns = {"id": names, "_id": [oid(n) for n in range(len(names))], "likes": [1] * len(names)}
    times = pa.array([dt.datetime(2026, 1, 1, 12)] * len(names), pa.timestamp("us"))
    file = write(
        tmp_path / "it's; [x] models.parquet", parquet(pa.table({**columns, "lastModified": times, 'a"b': names}))
    )
    _, [report], rows = read(file, kind="model")
    assert [row["id"] for row in rows[:4]] == names[:4]
    assert report.rejects == {"invalid_name": 2, "no_name": 2} and len(report.unknown_columns) == 1


@pytest.mark.parametrize("day", ["1999-01-01", "2015-12-31", "9999-12-31", "0001-01-01", "2090-01-01"])
def test_absurd_days(tmp_path: Path, day: str) -> None:
    file = write(tmp_path / "series" / "2025-01.parquet", series([("a/x", day, 1, 1, 1)] * 3))
    assert "unusable_rows_of_reason" in fail(file.parent.parent)
    assert fail(write(tmp_path / "t" / "models.csv", f"id,day,likes\na/x,{day},1\n".encode()))


def test_absurd_times_do_not_decide_the_day(tmp_path: Path, read: Read) -> None:
    columns = {"_id": [oid(1), oid(2)], "id": ["a/x", "a/y"], "likes": [1, 1]}
    times = pa.array([dt.datetime(2026, 1, 1, 12), dt.datetime(2262, 1, 1)], pa.timestamp("us"))
    plan, _, rows = read(write(tmp_path / "models.parquet", parquet(pa.table({**columns, "lastModified": times}))))
    assert plan.pieces[0].first_day == dt.date(2026, 1, 1) and rows[1]["last_modified"] is None
    times = pa.array([None, dt.datetime(2262, 1, 1)], pa.timestamp("us"))
    assert "no_day_in_file" in fail(
        write(tmp_path / "models.parquet", parquet(pa.table({**columns, "lastModified": times})))
    )


def test_wrong_types(tmp_path: Path) -> None:
    table = pa.table({"id": [["a"]], "day": [dt.date(2025, 1, 1)], "dl30": [1], "likes": [1]})
    assert "column_of_wrong_type" in fail(write(tmp_path / "2025-01.parquet", parquet(table)))
    table = pa.table({"_id": [1.5], "id": ["a/x"], "likes": [1], "lastModified": [dt.datetime(2026, 1, 1)]})
    assert "column_of_wrong_type" in fail(write(tmp_path / "models.parquet", parquet(table)))


@pytest.mark.parametrize(
    "content", [b'{"id": "a/x", "day": "2025-01-01", "likes": 1}\n{"id": ', b"[1, 2", b"\xff\xfe\x00", b'{"id": [[[[']
)
def test_broken_json(tmp_path: Path, content: bytes) -> None:
    assert fail(write(tmp_path / "models.ndjson", content))


def test_broken_csv(tmp_path: Path) -> None:
    assert fail(write(tmp_path / "models.csv", b'id,day,likes\n"a/x,2025-01-01,1\nb/y,2025-01-01,1\n'))
    assert fail(write(tmp_path / "models.csv", b"id,day,likes\na/x\na/y,2025-01-01,1,5,6\n"))
    assert fail(write(tmp_path / "models.csv.gz", b"not gzip"))


def test_paths_that_are_no_files(tmp_path: Path) -> None:
    assert "no_such_file" in fail(tmp_path / "nothing.parquet")
    assert "no_such_file" in fail(tmp_path / "*.parquet")
    (tmp_path / "empty").mkdir()
    assert "no_data_files" in fail(tmp_path / "empty")
    os.mkfifo(tmp_path / "pipe.parquet")
    assert "not_a_regular_file" in fail(tmp_path / "pipe.parquet")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    assert fail(tmp_path / "loop")
    for name in ("here", "there"):  # two circles have endless paths
        (tmp_path / name).symlink_to(".")
    assert fail(tmp_path / "**" / "*.csv") == ["no_such_file", "nothing_imported"]


def test_a_local_file_that_changes_gives_nothing(tmp_path: Path) -> None:
    file = write(tmp_path / "models.parquet", GOOD)
    reader = open_reader(ImportRequest(str(file)), HubSettings(token=False))
    [piece] = reader.plan().pieces
    write(file, whole_day("2026-02-03T22:10:00", 51))
    with pytest.raises(ImportFault, match=str(file)):
        reader.write_piece(piece, tmp_path / "target" / "piece.parquet")
    assert list((tmp_path / "target").iterdir()) == []
    file.unlink()
    with pytest.raises(ImportFault):
        reader.write_piece(piece, tmp_path / "target" / "piece.parquet")


def test_a_target_that_cannot_be_written(tmp_path: Path) -> None:
    file = write(tmp_path / "models.parquet", GOOD)
    reader = open_reader(ImportRequest(str(file)), HubSettings(token=False))
    [piece] = reader.plan().pieces
    write(tmp_path / "file", b"")
    with pytest.raises(AlmanacError):
        reader.write_piece(piece, tmp_path / "file" / "piece.parquet")


def test_unknown_formats_and_reversed_days(tmp_path: Path) -> None:
    write(tmp_path / "models.parquet", GOOD)
    with pytest.raises(UsageError, match="hub-stats"):
        open_reader(ImportRequest(str(tmp_path), format="hub-stat"), HubSettings(token=False))
    request = ImportRequest(str(tmp_path), first_day=dt.date(2026, 1, 2), last_day=dt.date(2026, 1, 1))
    with pytest.raises(UsageError):
        open_reader(request, HubSettings(token=False))
    assert "nothing_in_format_with" in fail(tmp_path, first_day=dt.date(2026, 3, 1))


def test_a_killed_write_leaves_nothing_in_the_way(tmp_path: Path, read: Read) -> None:
    """Files of a killed process are replaced by the next one."""
    file = write(tmp_path / "models.parquet", GOOD)
    _, _, rows = read(file)
    shutil.rmtree(tmp_path / "pieces")
    write(tmp_path / "pieces" / ".0.parquet.part", b"rest")
    write(tmp_path / "pieces" / ".0.parquet.rows", b"rest")
    write(tmp_path / "pieces" / ".0.parquet.work" / "tmp", b"rest")
    _, _, again = read(file)
    assert again == rows


MEASURED_IMPORT = """
import resource, sys
from pathlib import Path
from pipeline.config import HubSettings
from pipeline.errors import ImportFault
from pipeline.imports.formats import open_reader
from pipeline.imports.pieces import ImportRequest

try:
    reader = open_reader(ImportRequest(sys.argv[1], kind="model"), HubSettings(token=False))
    rows = sum(reader.write_piece(piece, Path(sys.argv[2])).rows for piece in reader.plan().pieces)
except ImportFault as fault:
    rows = len(fault.parts) * -1
print(rows, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


def repeat(value: str, rows: int) -> pa.DictionaryArray:
    return pa.DictionaryArray.from_arrays(pa.array([0] * rows, pa.int32()), pa.array([value]))


@pytest.mark.slow
@pytest.mark.parametrize("name", ["id", "tags", "created_at", "day", "json", "objects", "keys", "gzip"])
def test_small_files_that_expand_stay_within_two_gigabytes(tmp_path: Path, name: str) -> None:
    """A text of 5 MB in each of a thousand rows, and JSON or gzip without end."""
    text, count = "x" * 4_800_000, 1_000
    columns = {"id": pa.array([f"a/{n}" for n in range(count)]), "day": pa.array([dt.date(2025, 1, 1)] * count), "likes": pa.array([1] * count)}  # fmt: skip
    row = b'{"id": "a/x", "day": "2025-01-01", "likes": 1, "tags": '
    usable = True
    if name in ("json", "objects", "keys"):
        deep = {
            "json": b"[" * 100_000 + b"]" * 100_000,
            "objects": b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
            "keys": b"1, " + b", ".join(b'"k%d": 1' % number for number in range(100_000)),
        }[name]
        file, usable = write(tmp_path / "models.ndjson", row + deep + b"}\n"), name != "keys"
    elif name == "gzip":
        file, usable = (
            write(tmp_path / "models.csv.gz", gzip.compress(b"id,day,likes\n" + b"x" * 300_000_000, 1)),
            False,
        )
    else:
        value = f'["{text}"]' if name == "tags" else text
        file, usable = tmp_path / "models.parquet", name in ("tags", "created_at")
        pq.write_table(pa.table(columns | {name: repeat(value, count)}), file, compression="zstd")
    target = tmp_path / "target" / "piece.parquet"
    command = [sys.executable, "-c", MEASURED_IMPORT, str(file), str(target)]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE, check=True)
    rows, megabytes = map(int, result.stdout.split())
    assert (rows > 0) == usable and target.exists() == usable
    assert megabytes < 2_000
