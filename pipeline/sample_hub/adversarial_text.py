"""Turn ordinary models into hostile ones: markup, SQL, terminal escapes, formulas, odd lengths.

Some ids are impossible on the real Hub; software must not rely on that.
"""

from dataclasses import replace

from pipeline.sample_hub.repos import Repo

MARKUP = "<img src=x onerror=alert(1)>"
STATEMENT = "'; DROP TABLE models; --"
ESCAPES = "\x1b[2J\x1b[31mred\x1b[0m\x1b]0;title\x07"
RIGHT_TO_LEFT = "\u202egnp.exe\u202c \u200f\u05e9\u05dc\u05d5\u05dd"
FORMULA = '=HYPERLINK("http://127.0.0.1","click")'
OTHER_TEXTS = ("](javascript:alert(1))", "{{7*7}}", "%s%n", "\u2028", "a,b;c\td")
TEXTS = (MARKUP, STATEMENT, ESCAPES, RIGHT_TO_LEFT, FORMULA, *OTHER_TEXTS)

PROBE = "xss-probe/img-src-x-onerror-alert-1"
UNREACHABLE = "evil/<b>bold</b>';--"
LONG_NAME = "longwinded-maker/" + "Gossamer-7B-" + "merged-".join("abcdefghijkl") + "-final"
TWINS = ("Tarnquill-Twins/Nightjar-7B", "tarnquill-twins/nightjar-7b")
MANY_TAGS = 2_074


def rename_repo(repo: Repo, name: str) -> Repo:
    return replace(repo, row=repo.row | {"id": name, "author": name.partition("/")[0]})


def inject_hostile_text(repo: Repo, name: str) -> Repo:
    """Return the repo with hostile text in every field its author controls."""
    tags = [*repo.row["tags"], *TEXTS]
    nested_card = {MARKUP: [STATEMENT]}
    card = {"license": [MARKUP, ESCAPES], "language": RIGHT_TO_LEFT, "title": STATEMENT, "nested": nested_card}
    fields = {"tags": tags, "cardData": card, "gated": False}
    if "library_name" in repo.row:
        fields["library_name"] = STATEMENT
    # Enough likes to reach the boards.
    growth = replace(repo.growth, likes_rate=repo.growth.likes_rate + 6.0)
    return rename_repo(replace(repo, row=repo.row | fields, growth=growth), name)


def add_many_tags(repo: Repo) -> Repo:
    """Return the repo with as many tags as the Hub's longest list."""
    tags = repo.row["tags"]
    extra_tags = [f"dataset:part-{n:04d}" for n in range(MANY_TAGS - len(tags))]
    return replace(repo, row=repo.row | {"tags": [*tags, *extra_tags]})
