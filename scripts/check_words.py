"""Find words that docs/style.md asks to avoid, in code, SQL, messages and documents; scripts/banned_words.txt lists them.

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
QUOTED = re.compile(r"scripts/banned_words\.txt|scripts/check_names\.py|.*\.lock")  # quote the words to find them


def banned_words() -> dict[str, str]:
    """What to write instead of each banned word or phrase."""
    entries: dict[str, str] = {}
    for line in LIST.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            words, _, instead = line.partition(" = ")
            entries |= dict.fromkeys(words.split(", "), instead)
    return entries


def pattern(words: dict[str, str]) -> re.Pattern[str]:
    """Match any of the words, also as part of a name in snake_case and with a line break between two words."""
    longest_first = sorted(words, key=len, reverse=True)
    gap = r"(?:[\s_]|\n\s*(?:#|--)?\s*)+"
    return re.compile(
        r"(?<![A-Za-z])("
        + "|".join(gap.join(map(re.escape, word.split())) for word in longest_first)
        + r")(?![A-Za-z])",
        re.IGNORECASE,
    )


def tracked_files() -> list[Path]:
    """The text files under version control that people read."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, text=True)  # noqa: S603  constant
    return [
        ROOT / name
        for name in listed.stdout.split("\0")
        if name.endswith(ENDINGS) and not QUOTED.fullmatch(name) and (ROOT / name).exists()
    ]


def found_words(files: list[Path]) -> Iterator[str]:
    """One line for each banned word: where it is and what to write instead."""
    words = banned_words()
    banned = pattern(words)
    for path in files:
        text = path.read_text(encoding="utf-8")
        for found in banned.finditer(text):
            word = " ".join(re.sub(r"[\s_#]|--", " ", found[0]).lower().split())
            yield f"{path.relative_to(ROOT)}:{text.count(chr(10), 0, found.start()) + 1}: {word} -> {words[word]}"


def main(names: list[str]) -> int:
    """Print what was found; the exit status."""
    lines = list(found_words([Path(name).resolve() for name in names] or tracked_files()))
    print("\n".join([*lines, f"{len(lines)} banned words"]))
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
