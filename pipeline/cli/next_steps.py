"""What `almanac run` and `almanac demo` end with: the top of a board, and commands to go on with."""

import datetime as dt
import shlex
import shutil
import sys
from pathlib import Path

from rich.cells import cell_len, set_cell_size

from pipeline.cli.language import select_language
from pipeline.cli.show import BoardQuery, print_boards
from pipeline.cli.terminal import console, sanitize
from pipeline.config import Home
from pipeline.published.reader import open_published
from pipeline.ranking.registry import MAIN_BOARD
from pipeline.user_paths import shorten_path

TOP_CATEGORY = "text-generation"
# command, code of its description
STEPS = (
    ("show", "cli-next-show"), ("featured", "cli-next-featured"), ("history deepseek-ai/DeepSeek-R1", "cli-next-history"),
    ("""sql "FROM top('any-to-any')\"""", "cli-next-sql"), ("report --serve", "cli-next-site"),
)  # fmt: skip


def print_top(home: Home, day: dt.date, places: int) -> None:
    """Print the top of a board of the published day."""
    with open_published(home) as con:
        print_boards(con, BoardQuery([TOP_CATEGORY], MAIN_BOARD.name, day, places))


def print_next_steps(home: Home, ui_code: str, *, with_home: bool = False) -> None:
    """Print commands with their descriptions. `ui_code`: the description of `ui`; `with_home`: they need --home to find this home."""
    out, (_, say) = console(), select_language(None)
    almanac = f"{_find_command()} --home {shlex.quote(str(shorten_path(home.root)))}" if with_home else _find_command()
    steps = [(f"{almanac} {words}", say(code)) for words, code in (("ui", ui_code), *STEPS)]
    width = max(cell_len(command) for command, _ in steps)
    out.print()
    out.print(sanitize(say("cli-next")), style="bold")
    for command, description in steps:
        out.print(sanitize(f"  {set_cell_size(command, width)}  # {description}"), soft_wrap=True)


def _find_command() -> str:
    """Return this command's name if the shell finds it, else its path, after Python's if it is a module."""
    if shutil.which("almanac"):
        return "almanac"
    path = Path(sys.argv[0]).absolute()
    words = [Path(sys.executable), path] if path.suffix == ".py" else [path]
    return shlex.join(str(shorten_path(word)) for word in words)
