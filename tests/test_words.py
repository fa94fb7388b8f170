"""The words and names that docs/style.md asks to avoid: absent, and found where they are."""

from pathlib import Path

import pytest

from scripts import check_names, check_words

ROOT = Path(__file__).resolve().parent.parent


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="git lists the files to check")
def test_no_banned_word_is_used() -> None:
    assert check_words.main([]) == 0


def test_no_name_is_vague() -> None:
    assert check_names.main([]) == 0


def test_the_checks_find_what_they_look_for(tmp_path: Path) -> None:
    words = check_words.load_banned_words()
    pattern = check_words.build_pattern(words)
    assert all(pattern.search(f"as_{word.replace(' ', '_')}, so {word}.") for word in words) and not pattern.search(
        "a plain sentence"
    )
    (tmp_path / "code.py").write_text("def count_rows(kept):\n    seen = kept\n    return seen\n")
    [(_, name, vague_names)] = check_names.find_vague_names(tmp_path / "code.py")
    assert (name, vague_names) == ("count_rows", ["kept", "seen"])
