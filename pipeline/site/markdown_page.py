"""Write the study page of 2025-03-06 as Markdown in Korean and English, filled from the day's boards.

It keeps the tables' columns (세부 메뉴, 설명, 주요 모델) and the page's models, with their ranks; models to watch follow.
"""

from collections.abc import Callable, Iterator

from pipeline.i18n.messages import languages, localize_field, sentence, text, word
from pipeline.site.json_api import link_to_hub
from pipeline.site.page_data import Category, Edition, Row
from pipeline.text import escape_markdown

FILE_NAMES = {"ko": "models.md"}  # the study page is Korean
WATCHED_RANKS = {"attention": 3, "adoption": 1}  # a board's top ranks that are models to watch


def name_document_file(language: str) -> str:
    return FILE_NAMES.get(language, f"models.{language}.md")


def write_markdown_pages(edition: Edition, put: Callable[[str, str | bytes], None]) -> None:
    """Write one document per language. Names and texts are escaped, links percent-encoded."""
    for language in languages():
        put(name_document_file(language), "\n".join(_render_lines(edition, language)) + "\n")


def _render_lines(edition: Edition, language: str) -> Iterator[str]:
    yield f"# {text(language, 'document-title')}"
    yield ""
    if edition.sample:
        yield f"> **{escape_markdown(text(language, 'sample'))}**"
        yield ""
    yield text(language, "document-dated", day=edition.day, **WATCHED_RANKS)
    for members in edition.sections:
        about = members[0].about
        yield ""
        name, english_name = localize_field(language, about, "section"), about["section_en"]
        yield f"## {escape_markdown(name)}" + (f" ({escape_markdown(english_name)})" if english_name != name else "")
        yield ""
        kind = "dataset" if all(member.about["kind"] == "dataset" for member in members) else "model"
        headings = [text(language, f"document-{heading}") for heading in ("menu", "description", f"main-{kind}")]
        yield f"| {' | '.join(headings)} |"
        yield "| :--- | :--- | :--- |"
        for category in members:
            cells = (
                _render_menu(category, language),
                _render_description(category, language),
                _render_models(edition, category, language),
            )
            yield f"| {' | '.join(cells)} |"
    yield ""
    yield text(language, "document-reading")
    yield ""
    yield text(language, "document-origin", day=edition.day)


def _render_menu(category: Category, language: str) -> str:
    about = category.about
    name, english_name = localize_field(language, about, "name"), about["name_en"]
    lines = [f"**[{escape_markdown(english_name)}]({about['hub_url']})**"]
    if name != english_name:
        lines.append(escape_markdown(name))
    if about["status"] == "discontinued":
        lines.append(f"*{word(language, 'status', 'discontinued')}*")
    return "<br>".join(lines)


def _render_description(category: Category, language: str) -> str:
    about = category.about
    lines = [escape_markdown(localize_field(language, about, "description"))]
    if about["note"]:
        lines.append(f"*{escape_markdown(localize_field(language, about, 'note'))}*")
    return "<br>".join(lines)


def _render_models(edition: Edition, category: Category, language: str) -> str:
    """Render a cell: documented models, then those to watch."""
    kind = category.about["kind"]
    documented_rows = [row for row in edition.featured if row["category"] == category.slug]
    documented_lines = [_render_documented_model(row, language) for row in documented_rows]
    mentioned_oids = {row["oid"] for row in documented_rows}
    watched_lines: list[str] = []
    for board, rank_count in WATCHED_RANKS.items():
        for row in [place for place in category.boards[board].places if place["oid"] not in mentioned_oids][
            :rank_count
        ]:
            mentioned_oids.add(row["oid"])
            watched_lines.append(_render_watched_repo(edition, category, board, row, language))
    watch_paragraph = (
        [f"**{text(language, f'document-now-{kind}')}**", *watched_lines]
        if watched_lines
        else [text(language, "document-empty")]
    )
    return "<br><br>".join("<br>".join(paragraph) for paragraph in (documented_lines, watch_paragraph) if paragraph)


def _render_documented_model(row: Row, language: str) -> str:
    if row["availability"] == "missing":
        return f"{escape_markdown(row['id'])} – {text(language, 'document-missing')}"
    ranks = ("rank_downloads", "rank_likes", "rank_attention")
    facts = [text(language, f"document-{rank}", rank=row[rank]) for rank in ranks if row[rank] is not None]
    if row["rank_downloads"] is None:
        facts.append(text(language, "document-no-member"))
    if row["availability"] != "ok":
        facts.append(escape_markdown(word(language, "status", row["availability"])))
    facts += [escape_markdown(sentence(language, "featured-note", note)) for note in row["notes"]]
    name = escape_markdown(row["id"]) + (
        f" → {escape_markdown(row['current_id'])}" if row["current_id"] != row["id"] else ""
    )
    return f"[{name}]({link_to_hub('model', row['current_id'])}) – {' · '.join(facts)}"


def _render_watched_repo(edition: Edition, category: Category, board: str, row: Row, language: str) -> str:
    scores = {
        standing["board"]: standing
        for standing in edition.repos[row["oid"]].standings
        if standing["category"] == category.slug
    }
    facts = [text(language, f"document-{board}", rank=row["rank"])]
    # a score derived from all likes over the age is not a rate
    if "attention" in scores and scores["attention"]["basis"] != "total":
        likes = scores["attention"]["score"]
        few_likes_text = text(language, "document-few-likes")
        facts.append(few_likes_text if likes < 0.1 else text(language, "document-likes", likes=_format_rate(likes)))
    if "adoption" in scores:
        facts.append(text(language, "document-downloads", downloads=_format_rate(scores["adoption"]["score"])))
    return f"[{escape_markdown(row['id'])}]({link_to_hub(category.about['kind'], row['id'])}) – {' · '.join(facts)}"


def _format_rate(value: float) -> str:
    return f"{value:,.1f}" if value < 10 else f"{value:,.0f}"
