"""Find the words that scripts/banned_words.txt bans, in code, SQL, messages and documents.

python -m scripts.check_words [FILE …]    exit status 1 if there are any
"""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LIST = ROOT / "scripts" / "banned_words.txt"
ENDINGS = (".py", ".sql", ".md", ".ftl", ".html", ".toml", ".yaml", ".yml", ".example", "Makefile")
# The word lists themselves, locks, and migrations, which name tables and columns of earlier schemas.
EXEMPT_FILES = re.compile(r"scripts/banned_words\.txt|scripts/check_names\.py|sql/migrations/.*|.*\.lock")

# Terms of the field that contain a banned word.
TERMS = re.compile(r"(?i)share\\?[-_ ]a(?:like)")


def load_banned_words() -> dict[str, str]:
    """Return the replacement of each banned word or phrase."""
    entries: dict[str, str] = {}
    for line in LIST.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            words, _, instead = line.partition(" = ")
            entries |= dict.fromkeys(words.split(", "), instead)
    return entries


def build_pattern(words: dict[str, str]) -> re.Pattern[str]:
    """Match any of the words, including as part of a snake_case name or across a line break."""
    longest_first = sorted(words, key=len, reverse=True)
    gap = r"(?:[\s_]|\n\s*(?:#|--)?\s*)+"
    return re.compile(
        r"(?<![A-Za-z])("
        + "|".join(gap.join(map(re.escape, word.split())) for word in longest_first)
        + r")(?![A-Za-z])",
        re.IGNORECASE,
    )


def list_files() -> list[Path]:
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    output = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, text=True)  # noqa: S603  constant
    return [ROOT / name for name in output.stdout.split("\0") if name.endswith(ENDINGS) and (ROOT / name).exists()]


def select_checked_files(paths: list[Path]) -> list[Path]:
    """Return the files that are not exempt."""
    return [path for path in paths if not EXEMPT_FILES.fullmatch(path.relative_to(ROOT).as_posix())]


def find_banned_words(files: list[Path]) -> Iterator[str]:
    """Yield a line for each banned word, with its place and replacement."""
    words = load_banned_words()
    pattern = build_pattern(words)
    for path in files:
        text = TERMS.sub(lambda term: "-" * len(term[0]), path.read_text(encoding="utf-8"))
        for match in pattern.finditer(text):
            word = " ".join(re.sub(r"[\s_#]|--", " ", match[0]).lower().split())
            yield f"{path.relative_to(ROOT)}:{text.count(chr(10), 0, match.start()) + 1}: {word} -> {words[word]}"


def main(names: list[str]) -> int:
    paths = [Path(name).resolve() for name in names] or list_files()
    lines = list(find_banned_words(select_checked_files(paths)))
    print("\n".join([*lines, f"Banned words: {len(lines)}"]))
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
