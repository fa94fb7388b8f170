"""`almanac featured`: the featured models' popularity."""

import typer

from pipeline.cli.reading import is_sample, published
from pipeline.cli.terminal import SAMPLE_NOTE, change, compact, console, number, plain, table
from pipeline.errors import AlmanacError
from pipeline.settings import Home

FEATURED = """
SELECT f.category, f.id, f.current_id, f.availability, f.downloads, f.downloads_all_time, f.downloads_all_time_1d,
    f.downloads_all_time_7d, f.downloads_all_time_30d, f.likes, f.likes_1d, f.likes_7d, f.likes_30d, f.rank, f.share, f.note,
    f.rank_likes, f.rank_trending, f.finetunes + f.quantized + f.adapters + f.merges AS derivatives
FROM featured f WHERE f.date = (SELECT max(date) FROM featured)
"""


def featured(ctx: typer.Context) -> None:
    """Show the featured models' downloads and likes, and how they changed in 1, 7 and 30 days."""
    home: Home = ctx.obj
    with published(home) as con:
        rows = con.execute(FEATURED).fetchall()
        if not rows:
            raise AlmanacError("No featured model was followed yet; `almanac run` takes the first day.")
        day = con.execute("SELECT max(date) FROM featured").fetchall()[0][0]
        out = console()
        if is_sample(con):
            out.print(f"[yellow]{SAMPLE_NOTE}[/]")
        out.print(plain(f"Featured models · {day}"), style="bold")
        # In a narrow terminal rounded figures and no category; a pipe and a wide one get everything.
        wide = out.width >= 140
        figure = number if wide else compact
        text = [("model", False), *([("category", False)] if wide else []), ("state", False)]
        changes = [("+1d", True), ("+7d", True), ("+30d", True)]
        made = table([*text, ("dl 30d", True), ("all time", True), *changes, ("likes", True), *changes, ("rank", True), ("share", True),
                      *([("by likes", True), ("by trend", True), ("derivatives", True)] if wide else [])])  # fmt: skip
        notes = []
        for category, repo, now, state, d30, total, t1, t7, t30, likes, l1, l7, l30, rank, share, note, by_likes, by_trend, derivatives in rows:  # fmt: skip
            name = repo if now in (repo, None) else f"{repo} → {now}"
            made.add_row(
                plain(name), *([plain(category)] if wide else []), plain(state), figure(d30), figure(total),
                *(change(gained, figure) for gained in (t1, t7, t30)), figure(likes),
                *(change(gained, figure) for gained in (l1, l7, l30)), number(rank),
                plain("–" if share is None else f"{share:.1%}"), *([number(by_likes), number(by_trend), number(derivatives)] if wide else []),
            )  # fmt: skip
            if note:
                notes.append(f"{repo}: {note}")
        out.print(made)
        out.print(plain("+1d, +7d, +30d: true changes of the all-time downloads and of likes; – where a day was not observed. "
                        "Rank and share: by downloads among the repos observed in the category. Derivatives: models that name it as a base."), style="dim")  # fmt: skip
        for note in notes:
            out.print(plain(note))
