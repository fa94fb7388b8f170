import datetime as dt
import hashlib
import multiprocessing
import os
from collections.abc import Callable
from multiprocessing.synchronize import Event
from pathlib import Path

import msgspec
import pytest

from pipeline.crawl.manifest import FinishRecord, Header, MissingRecord, PageRecord, RefuseRecord
from pipeline.crawl.scope import Scope
from pipeline.crawl.spool import (
    MANIFEST,
    Spool,
    compress_rows,
    delete_older_spools,
    delete_spools_before,
    find_finished_spool,
    find_reusable_spool,
    list_spooled_days,
    mark_published,
    start_or_resume,
    verify_pages,
)
from pipeline.crawl.spool_lock import spool_lock
from pipeline.errors import AlmanacError, DamagedSpool, HubBroken, LockTimeout
from pipeline.sample_hub.faults import Fault, strike
from pipeline.sample_hub.server import SampleHub
from tests.conftest import quick
from tests.fixtures.crawls import Crawl, count_requests, read_rows

DAY = dt.date(2026, 11, 20)
AT = dt.datetime(2026, 11, 20, 9, tzinfo=dt.UTC)
HEADER = Header(DAY, "leaders", "http://hub", "plan")


def page(number: int) -> tuple[PageRecord, bytes]:
    data = compress_rows([b'{"_id":"%d"}' % number])
    name = f"{number:06d}.ndjson.zst"
    return PageRecord(name, "a", "model", 1, len(data), hashlib.sha256(data).hexdigest(), AT, requests=number + 1), data


def write_partial_spool(root: Path, pages: int, header: Header = HEADER) -> Spool:
    spool = start_or_resume(root, header)
    for number in range(pages):
        spool.add_page(*page(number))
    return spool


def write_finished_spool(root: Path, pages: int = 2, header: Header = HEADER, hour: int = 9) -> Spool:
    at = AT.replace(hour=hour)
    return write_partial_spool(root, pages, header).finish(FinishRecord(at, at, pages))


@pytest.fixture
def partial_folder(hub: SampleHub, take: Crawl, root: Path, day: dt.date) -> Path:
    """The spool of a crawl that failed after eight pages."""
    hub.faults.rules.append(strike(Fault("status", status=403), skip=9))
    with pytest.raises(AlmanacError):
        take()
    hub.faults.clear()
    return root / day.isoformat() / "leaders.part"


def torn_line(part: Path) -> None:
    with (part / MANIFEST).open("ab") as manifest:
        manifest.write(b'{"type":"page","file":"000008.ndjs')


def garbage_line(part: Path) -> None:
    with (part / MANIFEST).open("ab") as manifest:
        manifest.write(b"\x00\xff\x00\n")


def stray_page(part: Path) -> None:
    (part / "000008.ndjson.zst").write_bytes(b"half a pa")


def torn_page(part: Path) -> None:
    file = part / "000007.ndjson.zst"
    file.write_bytes(file.read_bytes()[:-10])


def damaged_page(part: Path) -> None:
    file = part / "000003.ndjson.zst"
    file.write_bytes(file.read_bytes()[::-1])


def lost_page(part: Path) -> None:
    (part / "000003.ndjson.zst").unlink()


@pytest.mark.parametrize(
    ("harm", "kept_pages"),
    [
        (None, 8), (torn_line, 8), (garbage_line, 8), (stray_page, 8), (torn_page, 7), (damaged_page, 3), (lost_page, 3),
    ],
)  # fmt: skip
def test_a_killed_crawl_resumes_after_the_last_intact_page(
    hub: SampleHub, take: Crawl, partial_folder: Path, harm: Callable[[Path], None] | None, kept_pages: int
):
    if harm:
        harm(partial_folder)
    before = count_requests(hub)
    spool = take()
    assert spool.resumed_pages == kept_pages
    assert sum((count_requests(hub) - before).values()) == len(spool.pages) - kept_pages
    verify_pages(spool)
    reference_spool = take()
    assert reference_spool.resumed_pages == 0
    assert read_rows(spool) == read_rows(reference_spool)
    assert [p.file for p in spool.pages] == sorted(p.name for p in spool.folder.glob("*.zst"))


def test_a_manifest_without_a_header_starts_a_new_spool(take: Crawl, partial_folder: Path):
    (partial_folder / MANIFEST).write_bytes((partial_folder / MANIFEST).read_bytes()[20:])
    assert take().resumed_pages == 0


def test_requests_are_counted_over_all_attempts(hub: SampleHub, take: Crawl, partial_folder: Path):
    spool = take()
    assert (
        spool.finish_record and spool.finish_record.requests == len(hub.requests) - 1
    )  # without the fixture's own request


@pytest.mark.parametrize(
    "other_header",
    [
        Header(DAY, "leaders", "http://hub", "another catalogue"),
        Header(DAY, "leaders", "http://other", "plan"),
        Header(DAY, "leaders", "http://hub", "plan", limit=5),
        Header(DAY, "hub", "http://hub", "plan"),
        Header(DAY - dt.timedelta(1), "leaders", "http://hub", "plan"),
        Header(DAY, "leaders", "http://hub", "plan", format=1),
    ],
)
def test_pages_of_another_crawl_are_never_mixed_in(tmp_path: Path, other_header: Header):
    write_partial_spool(tmp_path, 3, other_header)
    assert start_or_resume(tmp_path, HEADER).pages == []
    assert start_or_resume(tmp_path, HEADER).header == HEADER


def test_the_next_crawl_does_not_touch_a_finished_one(tmp_path: Path):
    first = write_finished_spool(tmp_path)
    write_partial_spool(tmp_path, 1)
    assert (spool := find_finished_spool(tmp_path, DAY)) and spool.folder == first.folder
    second = write_finished_spool(tmp_path, hour=10)
    assert first.folder.exists() and second.folder != first.folder
    assert (spool := find_finished_spool(tmp_path, DAY)) and spool.folder == second.folder
    delete_older_spools(second)
    assert not first.folder.exists() and find_finished_spool(tmp_path, DAY)


def test_a_crash_between_the_last_line_and_the_name_loses_nothing(tmp_path: Path):
    spool = write_partial_spool(tmp_path, 2)
    spool.log(FinishRecord(AT, AT, 2))
    assert spool.folder.name == "leaders.part"
    spool = find_finished_spool(tmp_path, DAY)
    assert spool and spool.folder.name == "leaders.1" and len(spool.pages) == 2
    again = write_partial_spool(tmp_path, 2)
    again.log(FinishRecord(AT, AT, 2))
    assert start_or_resume(tmp_path, HEADER).pages == []
    assert {path.name for path in (tmp_path / DAY.isoformat()).iterdir()} == {"leaders.1", "leaders.2", "leaders.part"}


def test_a_refused_crawl_gives_way_to_one_that_was_loaded(tmp_path: Path):
    good = write_finished_spool(tmp_path)
    bad = write_finished_spool(tmp_path, hour=11)
    bad.log(RefuseRecord("half of it", short=True))
    assert (spool := find_finished_spool(tmp_path, DAY)) and spool.folder == good.folder
    delete_older_spools(bad)
    assert (spool := find_finished_spool(tmp_path, DAY)) and spool.refusal


def test_a_crawl_that_was_not_published_is_reused(tmp_path: Path):
    assert find_reusable_spool(tmp_path, HEADER, accept_shrink=False) is None
    spool = write_finished_spool(tmp_path)
    reused_spool = find_reusable_spool(tmp_path, HEADER, accept_shrink=False)
    assert reused_spool and reused_spool.resumed_pages == len(reused_spool.pages) == 2
    assert find_reusable_spool(tmp_path, Header(DAY, "leaders", "http://hub", "plan 2"), accept_shrink=False) is None
    spool.log(RefuseRecord("few", short=True))
    assert find_reusable_spool(tmp_path, HEADER, accept_shrink=False) is None
    accepted_spool = find_reusable_spool(tmp_path, HEADER, accept_shrink=True)
    assert accepted_spool and accepted_spool.accepts_shrink


def test_only_its_own_publication_uses_up_a_crawl(tmp_path: Path):
    """Neither another day's publication nor a touched file does."""
    spool = write_finished_spool(tmp_path)
    write_finished_spool(tmp_path, header=Header(DAY - dt.timedelta(1), "leaders", "http://hub", "plan"))
    mark_published(tmp_path, DAY - dt.timedelta(1))
    for name in ("manifest.jsonl", "hub.duckdb"):  # modification times must not matter
        (spool.folder / name).touch()
        (tmp_path.parent / name).touch()
    reused_spool = find_reusable_spool(tmp_path, HEADER, accept_shrink=False)
    assert reused_spool and reused_spool.folder == spool.folder
    mark_published(tmp_path, DAY)
    mark_published(tmp_path, DAY)
    assert find_reusable_spool(tmp_path, HEADER, accept_shrink=False) is None
    assert (finished_spool := find_finished_spool(tmp_path, DAY)) and finished_spool.published


def test_earlier_crawls_are_deleted_when_a_later_one_is_published(tmp_path: Path):
    first, bad = write_finished_spool(tmp_path), write_finished_spool(tmp_path, hour=10)
    bad.log(RefuseRecord("a value"))
    mark_published(tmp_path, DAY)
    assert first.folder.exists() and bad.folder.exists()
    second = write_finished_spool(tmp_path, hour=11)
    assert first.folder.exists()
    mark_published(tmp_path, DAY)
    assert second.folder.exists() and not first.folder.exists()


def test_a_damaged_page_of_a_finished_crawl_is_found(tmp_path: Path):
    spool = write_finished_spool(tmp_path)
    verify_pages(spool)
    (spool.folder / spool.pages[1].file).write_bytes(b"something else")
    with pytest.raises(DamagedSpool, match=r"000001\.ndjson\.zst of 2026-11-20 is missing or damaged"):
        verify_pages(spool)


def test_only_old_spools_are_deleted(tmp_path: Path):
    for days in (0, 1, 30, 31):
        write_finished_spool(tmp_path, header=Header(DAY - dt.timedelta(days), "leaders", "http://hub", "plan"))
    (tmp_path / "notes").mkdir()
    assert delete_spools_before(tmp_path, DAY - dt.timedelta(30)) == [DAY - dt.timedelta(31)]
    assert len(list(tmp_path.iterdir())) == 4
    assert delete_spools_before(tmp_path / "nowhere", DAY) == []


def test_stray_names_are_left_alone(tmp_path: Path):
    finished_spool = write_finished_spool(tmp_path)
    for name in ("20261119", "2026-W47-5", "0000-01-01", "2026-13-01", "２０２６-11-19", "x" * 200):
        (tmp_path / name).mkdir()
    (tmp_path / "2026-11-18").write_text("a file")
    (tmp_path / "2026-11-17").symlink_to(tmp_path / "x" / "nowhere")
    (tmp_path / "2026-11-16").symlink_to(finished_spool.folder.parent)
    beside = finished_spool.folder.parent
    for name in (
        "leaders.99999999999999999999",
        "leaders.²",
        "leaders.٣",
        "leaders.-1",
        "leaders.0",
        "leaders.",
        "odd",
    ):
        (beside / name).mkdir()
    (beside / "leaders.7").write_text("a file")
    (beside / "hub.8").mkdir()
    (beside / "hub.8" / MANIFEST).mkdir()
    (beside / "hub.9").mkdir()
    (beside / "hub.9" / MANIFEST).write_bytes(b"\xff\x00 nonsense\n")
    os.mkfifo(beside / "hub.9" / "fifo")
    (beside / "hub.10").mkdir()
    os.mkfifo(beside / "hub.10" / MANIFEST)
    before = sorted(tmp_path.iterdir())
    assert list_spooled_days(tmp_path) == [(DAY, beside)]
    assert find_finished_spool(tmp_path, DAY) == Spool(
        finished_spool.folder,
        HEADER,
        finished_spool.pages,
        finish_record=finished_spool.finish_record,
        rows=2,
        requests=2,
    )
    assert find_finished_spool(tmp_path, dt.date(2026, 11, 18)) is None
    assert delete_spools_before(tmp_path, DAY) == [] and sorted(tmp_path.iterdir()) == before
    newer = write_finished_spool(tmp_path)
    delete_older_spools(newer)
    assert not finished_spool.folder.exists() and (beside / "leaders.7").exists() and newer.folder.suffix == ".11"
    assert list_spooled_days(beside / "leaders.7") == []


def test_a_file_in_place_of_the_spool_folder_is_reported(tmp_path: Path):
    day = tmp_path / str(DAY)
    (tmp_path / "else").mkdir()
    for stands in (day, day / "leaders.part"):
        stands.parent.mkdir(exist_ok=True)
        for put in (stands.touch, lambda stands=stands: stands.symlink_to(tmp_path / "else")):
            put()
            with pytest.raises(DamagedSpool):
                start_or_resume(tmp_path, HEADER)
            stands.unlink()
    (tmp_path / "file").touch()
    with pytest.raises(AlmanacError), spool_lock(tmp_path / "file"):
        pass


@pytest.mark.parametrize("file", ["../../../etc/passwd", "/etc/passwd", "000001.ndjson.zst/../x", "manifest.jsonl", ""])
def test_a_page_outside_its_manifests_folder_is_ignored(tmp_path: Path, file: str):
    spool = write_partial_spool(tmp_path, 1)
    record, data = page(1)
    spool.log(msgspec.structs.replace(record, file=file, sha256=hashlib.sha256(data).hexdigest()))
    assert len(start_or_resume(tmp_path, HEADER).pages) == 1


def test_a_manifest_survives_a_round_trip(tmp_path: Path):
    spool = write_partial_spool(tmp_path, 2)
    spool.log(MissingRecord("featured.a/b", "model", "a/b", AT, requests=7))
    again = start_or_resume(tmp_path, HEADER)
    assert (again.pages, again.missing, again.rows, again.requests) == (spool.pages, spool.missing, 2, 7)


def test_a_row_on_several_lines_is_joined_and_one_that_is_no_object_is_wrapped(tmp_path: Path):
    spool = start_or_resume(tmp_path, HEADER)
    record, _ = page(0)
    spool.add_page(record, compress_rows([b'{"a":\n 1}', b'"text"', b"null", b' {"b":2}']))
    assert spool.read_page(record) == [b'{"a":1}', b'{"_odd":"text"}', b'{"_odd":null}', b' {"b":2}']


def _hold(root: Path, ready: Event, over: Event) -> None:
    with spool_lock(root):
        ready.set()
        over.wait(20)


def test_two_runs_do_not_write_the_same_spool(tmp_path: Path):
    context = multiprocessing.get_context("spawn")
    ready, over = context.Event(), context.Event()
    other_process = context.Process(target=_hold, args=(tmp_path, ready, over))
    other_process.start()
    assert ready.wait(20)
    with pytest.raises(LockTimeout), spool_lock(tmp_path, 0.2):
        pass
    other_process.kill()
    other_process.join()
    with spool_lock(tmp_path, 5):
        pass


def test_a_failure_leaves_a_spool_that_is_not_finished(hub: SampleHub, take: Crawl, root: Path, day: dt.date):
    hub.faults.rules.append(strike(Fault("status", status=500), skip=6))
    with pytest.raises(HubBroken):
        take(Scope.leaders, settings=quick(hub.url, attempts=2))
    assert find_finished_spool(root, day) is None
