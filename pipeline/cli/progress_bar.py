from typing import TYPE_CHECKING

from rich.cells import set_cell_size
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from pipeline.cli.language import Say
from pipeline.cli.terminal import console, sanitize
from pipeline.i18n.locale import localize

if TYPE_CHECKING:
    from pipeline.crawl.progress import Progress as CrawlProgress
    from pipeline.imports.progress import ImportStep, ReportStep
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
                bars.console.print(sanitize(localize("progress-resuming", pages=progress.resumed_pages)))
            page_total = max(progress.expected_pages or 0, progress.pages)
            completed_count, total = (
                (progress.pages, page_total)
                if progress.expected_pages
                else (progress.finished_walks, progress.walk_count)
            )
            activity = set_cell_size(progress.walk_name or localize("progress-after-crawl"), 32)
            bars.update(
                task, description=activity, completed=completed_count, total=total, detail=format_figures(progress)
            )

    return CrawlBar()


def format_figures(progress: "CrawlProgress") -> str:
    figures = [localize("progress-pages", n=progress.pages), localize("progress-rows", n=progress.rows)]
    if progress.rows_per_second is not None:
        figures.append(localize("progress-rate", n=f"{progress.rows_per_second:,.0f}"))
    if progress.wait_seconds is not None:
        wait = {"seconds": f"{progress.wait_seconds:,.0f}", "reason": str(progress.wait_reason)}
        figures.append(localize("progress-waiting", **wait))
    elif progress.allowed_requests is not None:
        figures.append(localize("progress-quota", n=progress.allowed_requests))
    if progress.seconds_left:
        figures.append(localize("progress-left", minutes=f"{max(progress.seconds_left / 60, 1):.0f}"))
    return ", ".join(figures)


def make_step_report(bars: Progress, say: Say) -> "ReportStep":
    """Return a function that draws a bar for each phase of an import or a ranking, or prints a line for each where there is no terminal."""
    tasks: dict[str, TaskID] = {}

    def report(step: "ImportStep") -> None:
        if step.phase not in tasks:
            for finished_task in tasks.values():
                bars.update(finished_task, completed=1, total=1, detail="")
            label = say(f"import-phase-{step.phase}")
            tasks[step.phase] = bars.add_task(label, total=None, detail="")
            if bars.disable:
                console(err=True).print(sanitize(label))
        bars.update(tasks[step.phase], completed=step.position, total=step.total, detail=sanitize(step.detail))

    return report


def silence_retries() -> None:
    """Turn off log lines of retries: the progress bar and the final error report them."""
    import stamina.instrumentation  # noqa: PLC0415  slow to import

    stamina.instrumentation.set_on_retry_hooks([])
