from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from pipeline.cli.terminal import sanitize
from pipeline.text import count_noun

if TYPE_CHECKING:
    from pipeline.crawl.progress import Progress as CrawlProgress
    from pipeline.orchestration.resources import ProgressLog


def make_progress_bars(out: Console) -> Progress:
    """Return progress bars that disappear at the end."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(bar_width=20),
        MofNCompleteColumn(),
        TextColumn("{task.fields[detail]}"),
        TimeElapsedColumn(),
    )
    return Progress(*columns, console=out, transient=True, disable=not out.is_terminal)


def make_crawl_bar(bars: Progress) -> "ProgressLog":
    """Return a log that draws a crawl's pages, or its lists if the page count is unknown."""
    from pipeline.crawl.progress import Progress as CrawlProgress  # noqa: PLC0415
    from pipeline.orchestration.resources import ProgressLog  # noqa: PLC0415

    task = bars.add_task("crawl", total=None, detail="")
    resumed_pages: list[int] = []

    class CrawlBar(ProgressLog):
        def report(self, progress: CrawlProgress) -> None:
            if progress.resumed_pages and not resumed_pages:
                resumed_pages.append(progress.resumed_pages)
                bars.console.print(
                    sanitize(f"Resuming from {count_noun(progress.resumed_pages, 'page')} of an earlier run.")
                )
            page_total = max(progress.expected_pages or 0, progress.pages)
            completed_count, total = (
                (progress.pages, page_total)
                if progress.expected_pages
                else (progress.finished_walks, progress.walk_count)
            )
            activity = (progress.walk_name or "load, rank, publish")[:32].ljust(32)
            bars.update(
                task, description=activity, completed=completed_count, total=total, detail=format_figures(progress)
            )

    return CrawlBar()


def format_figures(progress: "CrawlProgress") -> str:
    figures = [count_noun(progress.pages, "page"), count_noun(progress.rows, "row")]
    if progress.rows_per_second is not None:
        figures.append(f"{progress.rows_per_second:,.0f}/s")
    if progress.wait_seconds is not None:
        figures.append(f"waiting {progress.wait_seconds:.0f} s: {progress.wait_reason}")
    elif progress.allowed_requests is not None:
        figures.append(f"quota left {progress.allowed_requests:,}")
    if progress.seconds_left:
        figures.append(f"about {max(progress.seconds_left / 60, 1):.0f} min left")
    return ", ".join(figures)


def silence_retries() -> None:
    """Turn off log lines of retries: the progress bar and the final error report them."""
    import stamina.instrumentation  # noqa: PLC0415  slow to import

    stamina.instrumentation.set_on_retry_hooks([])
