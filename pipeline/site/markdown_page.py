"""The living document: the study page of 2025-03-06 with its cells filled from the day's boards, as Markdown in Korean and English.

The same tables (세부 메뉴, 설명, 주요 모델): the models that the page names stay and bear their places of the day; what to know now stands below them,
also where the page left the cell empty.
"""

from collections.abc import Callable, Iterator
from itertools import groupby

from pipeline.i18n.korean import category_note_ko, featured_note_ko
from pipeline.i18n.site_texts import said
from pipeline.site.json_api import hub_link
from pipeline.site.page_data import Category, Edition, Row
from pipeline.text import escaped

FILES = {"ko": "models.md", "en": "models.en.md"}
FIRST = 3  # of attention; one of adoption comes after them
WORDS = {
    "ko": {
        "title": "허깅페이스 허브의 모델과 데이터셋",
        "dated": "**{day} 기준.** 2025-03-06 학습 페이지의 표에 오늘의 순위를 채웠습니다. 그 페이지가 소개한 모델은 그대로 두고 오늘의 순위를 붙였으며, "
        "지금 볼 것은 관심 순위표의 1–3위와 도입 순위표의 1위입니다.",
        "model": ("세부 메뉴", "설명", "주요 모델"),
        "dataset": ("세부 메뉴", "설명", "주요 데이터셋"),
        "now_model": "지금 볼 모델",
        "now_dataset": "지금 볼 데이터셋",
        "nobody": "오늘은 순위표에 오른 저장소가 없습니다.",
        "rank": "다운로드 {}위",
        "rank_likes": "좋아요 {}위",
        "rank_attention": "관심 {}위",
        "no_member": "오늘 이 분야에서 관측되지 않음",
        "attention": "관심 {}위",
        "adoption": "도입 {}위",
        "likes": "하루 좋아요 {}개",
        "few_likes": "하루 좋아요 0.1개 미만",
        "downloads": "하루 다운로드 {}회",
        "renamed": "이름이 바뀜",
        "gated": "접근 제한",
        "disabled": "비활성화됨",
        "missing": "허브에서 찾을 수 없음(삭제되었거나 비공개)",
        "discontinued": "폐지됨",
        "reading": "관심: 하루에 늘어나는 좋아요 순. 도입: 하루 다운로드 순. 주요 모델의 다운로드·좋아요 순위는 그 분야에서 관측한 저장소 가운데의 순위입니다.",
        "origin": "Hub Almanac이 허브의 공개 메타데이터로 날마다 만듭니다. 이름과 숫자는 {day} 스냅샷의 것입니다.",
    },
    "en": {
        "title": "Models and datasets of the Hugging Face Hub",
        "dated": "**As of {day}.** The tables of the study page of 2025-03-06, filled from the day's boards. The models that the page names are kept, with their "
        "places of the day; to know now are the first three of the attention board and the first of the adoption board.",
        "model": ("Menu", "Description", "Main models"),
        "dataset": ("Menu", "Description", "Main datasets"),
        "now_model": "Models to know now",
        "now_dataset": "Datasets to know now",
        "nobody": "No repo of it stands on a board today.",
        "rank": "#{} by downloads",
        "rank_likes": "#{} by likes",
        "rank_attention": "#{} by attention",
        "no_member": "not observed in this category today",
        "attention": "#{} by attention",
        "adoption": "#{} by adoption",
        "likes": "{} likes a day",
        "few_likes": "fewer than 0.1 likes a day",
        "downloads": "{} downloads a day",
        "renamed": "renamed",
        "gated": "gated",
        "disabled": "disabled",
        "missing": "not found on the Hub (deleted or private)",
        "discontinued": "discontinued",
        "reading": "Attention: by likes gained a day. Adoption: by downloads a day. Places of the main models by downloads and likes are among the repos observed "
        "in the category.",
        "origin": "Made every day by Hub Almanac from the Hub's public metadata. Names and numbers are of the snapshot of {day}.",
    },
}  # fmt: skip


def write_living(edition: Edition, put: Callable[[str, str | bytes], None]) -> None:
    """`models.md` in Korean and `models.en.md`. Names and texts are escaped, links go to the Hub and are percent-encoded."""
    for language, file in FILES.items():
        put(file, "\n".join(_lines(edition, language)) + "\n")


def _lines(edition: Edition, language: str) -> Iterator[str]:
    words = WORDS[language]
    yield f"# {words['title']}"
    yield ""
    if edition.sample:
        yield f"> **{escaped(said(language, 'sample'))}**"
        yield ""
    yield words["dated"].format(day=edition.day)
    for _, categories in groupby(edition.categories, lambda category: category.about["section"]):
        members = list(categories)
        about = members[0].about
        yield ""
        name, other = about[f"section_{language}"], about["section_en"]
        yield f"## {escaped(name)}" + (f" ({escaped(other)})" if other != name else "")
        yield ""
        headings = words["dataset" if all(one.about["kind"] == "dataset" for one in members) else "model"]
        yield f"| {' | '.join(headings)} |"
        yield "| :--- | :--- | :--- |"
        for category in members:
            cells = (_menu(category, language), _description(category, language), _main(edition, category, language))
            yield f"| {' | '.join(cells)} |"
    yield ""
    yield words["reading"]
    yield ""
    yield words["origin"].format(day=edition.day)


def _menu(category: Category, language: str) -> str:
    about = category.about
    name, other = about[f"name_{language}"], about["name_en"]
    lines = [f"**[{escaped(other)}]({about['hub_url']})**"]
    if name != other:
        lines.append(escaped(name))
    if about["status"] == "discontinued":
        lines.append(f"*{WORDS[language]['discontinued']}*")
    return "<br>".join(lines)


def _description(category: Category, language: str) -> str:
    about = category.about
    lines = [escaped(about[f"description_{language}"])]
    note = category_note_ko(about["note"]) if language == "ko" else about["note"]
    if note:
        lines.append(f"*{escaped(note)}*")
    return "<br>".join(lines)


def _main(edition: Edition, category: Category, language: str) -> str:
    """The cell: the documented models, then those to know now."""
    words, kind = WORDS[language], category.about["kind"]
    documented = [row for row in edition.featured if row["category"] == category.slug]
    lines = [_documented(row, language) for row in documented]
    named = {row["oid"] for row in documented}
    now: list[str] = []
    for board, most in (("attention", FIRST), ("adoption", 1)):
        for row in [place for place in category.boards[board].places if place["oid"] not in named][:most]:
            named.add(row["oid"])
            now.append(_now(edition, category, board, row, language))
    news = [f"**{words[f'now_{kind}']}**", *now] if now else [words["nobody"]]
    return "<br><br>".join("<br>".join(part) for part in (lines, news) if part)


def _documented(row: Row, language: str) -> str:
    words = WORDS[language]
    if row["availability"] == "missing":
        return f"{escaped(row['id'])} – {words['missing']}"
    told = [words[rank].format(row[rank]) for rank in ("rank", "rank_likes", "rank_attention") if row[rank] is not None]
    if row["rank"] is None:
        told.append(words["no_member"])
    if row["availability"] != "ok":
        told.append(words.get(row["availability"]) or escaped(str(row["availability"])))
    if row["note"]:
        told.append(escaped(featured_note_ko(row["note"]) or "" if language == "ko" else row["note"]))
    name = escaped(row["id"]) + (f" → {escaped(row['current_id'])}" if row["current_id"] != row["id"] else "")
    return f"[{name}]({hub_link('model', row['current_id'])}) – {' · '.join(told)}"


def _now(edition: Edition, category: Category, board: str, row: Row, language: str) -> str:
    words = WORDS[language]
    scores = {
        standing["board"]: standing
        for standing in edition.repos[row["oid"]].standings
        if standing["category"] == category.slug
    }
    told = [words[board].format(row["rank"])]
    # a score made of all likes over the age is no rate
    if "attention" in scores and scores["attention"]["basis"] != "total":
        likes = scores["attention"]["score"]
        told.append(words["few_likes"] if likes < 0.1 else words["likes"].format(_rate(likes)))
    if "adoption" in scores:
        told.append(words["downloads"].format(_rate(scores["adoption"]["score"])))
    return f"[{escaped(row['id'])}]({hub_link(category.about['kind'], row['id'])}) – {' · '.join(told)}"


def _rate(value: float) -> str:
    return f"{value:,.1f}" if value < 10 else f"{value:,.0f}"
