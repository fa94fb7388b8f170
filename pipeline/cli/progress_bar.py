"""Progress bars of the commands that take a while."""

from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from pipeline.cli.terminal import plain

if TYPE_CHECKING:
    from pipeline.crawl.progress import Progress as Crawled
    from pipeline.orchestration.resources import ProgressLog


def progress_bars(out: Console) -> Progress:
    """Progress bars that go when the run ends."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(bar_width=20),
        MofNCompleteColumn(),
        TextColumn("{task.fields[seen]}"),
        TimeElapsedColumn(),
    )
    return Progress(*columns, console=out, transient=True, disable=not out.is_terminal)


def crawl_bar(bars: Progress) -> "ProgressLog":
    """A crawl's progress as a bar: pages where their number is known from last time, else lists."""
    from pipeline.crawl.progress import Progress as Crawled  # noqa: PLC0415
    from pipeline.orchestration.resources import ProgressLog  # noqa: PLC0415

    task = bars.add_task("crawl", total=None, seen="")
    told: list[int] = []

    class Bar(ProgressLog):
        def report(self, progress: Crawled) -> None:
            if progress.resumed and not told:
                told.append(progress.resumed)
                bars.console.print(plain(f"Goes on from the {progress.resumed:,} pages that an earlier run left."))
            whole = max(progress.expected_pages or 0, progress.pages)
            done, total = (progress.pages, whole) if progress.expected_pages else (progress.walked, progress.walks)
            doing = (progress.doing or "load, rank, publish")[:32].ljust(32)
            bars.update(task, description=doing, completed=done, total=total, seen=figures_of(progress))

    return Bar()


def figures_of(progress: "Crawled") -> str:
    """The figures beside a bar."""
    said = [f"{progress.pages:,} pages", f"{progress.rows:,} rows"]
    if progress.rows_per_second is not None:
        said.append(f"{progress.rows_per_second:,.0f}/s")
    if progress.waiting is not None:
        said.append(f"{progress.why_waiting}, waits {progress.waiting:.0f} s")
    elif progress.quota_left is not None:
        said.append(f"quota left {progress.quota_left:,}")
    if progress.seconds_to_go:
        said.append(f"about {max(progress.seconds_to_go / 60, 1):.0f} min to go")
    return ", ".join(said)


def silence_retries() -> None:
    """Let nobody log each retry of a request: the progress bar and the error's sentence say what came of them."""
    import stamina.instrumentation  # noqa: PLC0415  slow to import

    stamina.instrumentation.set_on_retry_hooks([])
