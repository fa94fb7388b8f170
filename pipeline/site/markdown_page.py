"""The living document: the study page of 2025-03-06 with its cells filled from the day's boards, as Markdown in Korean and English.

The same tables (세부 메뉴, 설명, 주요 모델): the models that the page names stay and bear their places of the day; what to know now stands below them,
also where the page left the cell empty.
"""

from collections.abc import Callable, Iterator
from itertools import groupby

from pipeline.i18n.messages import languages, named, sentence, text, word
from pipeline.site.json_api import hub_link
from pipeline.site.page_data import Category, Edition, Row
from pipeline.text import escaped

NAMED_FILES = {"ko": "models.md"}  # the study page is Korean
RANKS = {"attention": 3, "adoption": 1}  # of a board that are worth watching


def document_file(language: str) -> str:
    """The name of the document in that language, in the site's root."""
    return NAMED_FILES.get(language, f"models.{language}.md")


def write_living(edition: Edition, put: Callable[[str, str | bytes], None]) -> None:
    """A document a language. Names and texts are escaped, links go to the Hub and are percent-encoded."""
    for language in languages():
        put(document_file(language), "\n".join(_lines(edition, language)) + "\n")


def _lines(edition: Edition, language: str) -> Iterator[str]:
    yield f"# {text(language, 'document-title')}"
    yield ""
    if edition.sample:
        yield f"> **{escaped(text(language, 'sample'))}**"
        yield ""
    yield text(language, "document-dated", day=edition.day, **RANKS)
    for _, categories in groupby(edition.categories, lambda category: category.about["section"]):
        members = list(categories)
        about = members[0].about
        yield ""
        name, other = named(language, about, "section"), about["section_en"]
        yield f"## {escaped(name)}" + (f" ({escaped(other)})" if other != name else "")
        yield ""
        kind = "dataset" if all(one.about["kind"] == "dataset" for one in members) else "model"
        headings = [text(language, f"document-{what}") for what in ("menu", "description", f"main-{kind}")]
        yield f"| {' | '.join(headings)} |"
        yield "| :--- | :--- | :--- |"
        for category in members:
            cells = (_menu(category, language), _description(category, language), _main(edition, category, language))
            yield f"| {' | '.join(cells)} |"
    yield ""
    yield text(language, "document-reading")
    yield ""
    yield text(language, "document-origin", day=edition.day)


def _menu(category: Category, language: str) -> str:
    about = category.about
    name, other = named(language, about, "name"), about["name_en"]
    lines = [f"**[{escaped(other)}]({about['hub_url']})**"]
    if name != other:
        lines.append(escaped(name))
    if about["status"] == "discontinued":
        lines.append(f"*{word(language, 'status', 'discontinued')}*")
    return "<br>".join(lines)


def _description(category: Category, language: str) -> str:
    about = category.about
    lines = [escaped(named(language, about, "description"))]
    if about["note"]:
        lines.append(f"*{escaped(named(language, about, 'note'))}*")
    return "<br>".join(lines)


def _main(edition: Edition, category: Category, language: str) -> str:
    """The cell: the documented models, then those to know now."""
    kind = category.about["kind"]
    documented = [row for row in edition.featured if row["category"] == category.slug]
    lines = [_documented(row, language) for row in documented]
    named = {row["oid"] for row in documented}
    now: list[str] = []
    for board, most in RANKS.items():
        for row in [place for place in category.boards[board].places if place["oid"] not in named][:most]:
            named.add(row["oid"])
            now.append(_now(edition, category, board, row, language))
    news = [f"**{text(language, f'document-now-{kind}')}**", *now] if now else [text(language, "document-nobody")]
    return "<br><br>".join("<br>".join(part) for part in (lines, news) if part)


def _documented(row: Row, language: str) -> str:
    if row["availability"] == "missing":
        return f"{escaped(row['id'])} – {text(language, 'document-missing')}"
    ranks = ("rank_downloads", "rank_likes", "rank_attention")
    told = [text(language, f"document-{rank}", rank=row[rank]) for rank in ranks if row[rank] is not None]
    if row["rank_downloads"] is None:
        told.append(text(language, "document-no-member"))
    if row["availability"] != "ok":
        told.append(escaped(word(language, "status", row["availability"])))
    told += [escaped(sentence(language, "featured-note", note)) for note in row["notes"]]
    name = escaped(row["id"]) + (f" → {escaped(row['current_id'])}" if row["current_id"] != row["id"] else "")
    return f"[{name}]({hub_link('model', row['current_id'])}) – {' · '.join(told)}"


def _now(edition: Edition, category: Category, board: str, row: Row, language: str) -> str:
    scores = {
        standing["board"]: standing
        for standing in edition.repos[row["oid"]].standings
        if standing["category"] == category.slug
    }
    told = [text(language, f"document-{board}", rank=row["rank"])]
    # a score made of all likes over the age is no rate
    if "attention" in scores and scores["attention"]["basis"] != "total":
        likes = scores["attention"]["score"]
        few = text(language, "document-few-likes")
        told.append(few if likes < 0.1 else text(language, "document-likes", likes=_rate(likes)))
    if "adoption" in scores:
        told.append(text(language, "document-downloads", downloads=_rate(scores["adoption"]["score"])))
    return f"[{escaped(row['id'])}]({hub_link(category.about['kind'], row['id'])}) – {' · '.join(told)}"


def _rate(value: float) -> str:
    return f"{value:,.1f}" if value < 10 else f"{value:,.0f}"
