"""Macros read names as people write them, and raise on unknown ones instead of returning no rows."""

from collections.abc import Iterator

import duckdb
import pytest

from pipeline.config import Home
from pipeline.published.data_dictionary import open_empty_database
from pipeline.published.reader import open_published
from pipeline.ranking.choices import list_board_spellings, list_counter_spellings, list_view_spellings
from pipeline.ranking.registry import NAMES
from pipeline.text import normalize_word

R1 = "deepseek-ai/DeepSeek-R1"
TOP = "SELECT id FROM top($category, n := 3)"
OF_REPO = ("history_of", "days_of", "events_of", "descriptions_of")
Rows = list[tuple[object, ...]]


@pytest.fixture(scope="module")
def con(published: Home) -> Iterator[duckdb.DuckDBPyConnection]:
    """The published database with all categories."""
    with open_published(published) as con:
        yield con


@pytest.fixture(scope="module")
def tops(con: duckdb.DuckDBPyConnection) -> dict[str, Rows]:
    """The top of each category."""
    slugs = con.execute("SELECT slug FROM categories").fetchall()
    return {slug: con.execute(TOP, {"category": slug}).fetchall() for (slug,) in slugs}


@pytest.fixture(scope="module")
def of_r1(con: duckdb.DuckDBPyConnection) -> dict[str, Rows]:
    """What each macro has of a repo."""
    return {macro: con.execute(f"FROM {macro}($id)", {"id": R1}).fetchall() for macro in OF_REPO}


@pytest.mark.parametrize(
    ("written", "slug"),
    [
        ("translation", "translation"), ("Translation", "translation"), (" TRANSLATION ", "translation"), ("번역", "translation"),
        ("번역", "translation"), ("trans", "translation"), ("llm", "text-generation"), ("GPT", "text-generation"),
        ("Text Generation", "text-generation"), ("text_generation", "text-generation"), ("텍스트 생성", "text-generation"), ("텍스트생성", "text-generation"),
        ("text", "text"), ("Text datasets", "text"), ("데이터셋", "text"), ("Any to Any", "any-to-any"), ("vqa", "visual-question-answering"),
        ("https://huggingface.co/models?pipeline_tag=translation", "translation"), ("huggingface.co/tasks/translation", "translation"),
        ("https://huggingface.co/models?sort=trending&pipeline_tag=any-to-any", "any-to-any"), ("https://hf.co/models?other=text2text-generation", "text2text-generation"),
        ("https://huggingface.co/tasks/translation/#models", "translation"), ("https://huggingface.co/models/?pipeline_tag=Translation/", "translation"),
        ("번역을", "translation"), ("번역 모델", "translation"), ("translations", "translation"), ("Translation board", "translation"), ("omni", "any-to-any"),
        ("any", "any-to-any"), ("말뭉치", "text"),
        ("https://huggingface.co/datasets?modality=modality%3Atext&sort=likes", "text"), ("https://huggingface.co/datasets?modality=text", "text"),
    ],
)  # fmt: skip
def test_a_category_is_found_by_any_of_its_names(
    con: duckdb.DuckDBPyConnection, tops: dict[str, Rows], written: str, slug: str
) -> None:
    assert con.execute("SELECT store.category_slug($text)", {"text": written}).fetchall() == [(slug,)]
    assert con.execute(TOP, {"category": written}).fetchall() == tops[slug] != []


@pytest.mark.parametrize(
    "written",
    [
        "nope", "", " ", None, "question", "id", "an", "ran", "art", "번", "의", "-", "https://huggingface.co/models?pipeline_tag=fill-mask", "https://huggingface.co/models",
        "https://huggingface.co/datasets?pipeline_tag=translation", "https://huggingface.co/models?pipeline_tag=translation&library=transformers",
    ],
)  # fmt: skip
@pytest.mark.parametrize("call", ["top($text)", "growth($text)", "risers($text)", f"why($text, 'attention', '{R1}')"])
def test_an_unknown_or_ambiguous_category_is_an_error(
    con: duckdb.DuckDBPyConnection, written: str | None, call: str
) -> None:
    with pytest.raises(duckdb.InvalidInputException, match="visual-question-answering"):  # one of the known ones
        con.execute(f"FROM {call}", {"text": written}).fetchall()


@pytest.mark.parametrize(
    "written",
    [
        R1, R1.lower(), R1.upper(), f"https://huggingface.co/{R1}", f"hf.co/{R1.lower()}/tree/main", f" '{R1}' ",
        f"https://huggingface.co/{R1}/discussions/3?x#y", f"models/{R1}",
    ],
)  # fmt: skip
@pytest.mark.parametrize("macro", OF_REPO)
def test_a_repo_is_found_by_any_form_of_its_name(
    con: duckdb.DuckDBPyConnection, of_r1: dict[str, Rows], macro: str, written: str
) -> None:
    assert con.execute(f"FROM {macro}($id)", {"id": written}).fetchall() == of_r1[macro]


@pytest.mark.parametrize(
    "written", ["no/such", None, "", "DeepSeek-R1", f"datasets/{R1}", f"https://huggingface.co/datasets/{R1}"]
)
@pytest.mark.parametrize(
    "query",
    [
        "FROM history_of($id)", "SELECT count(*) FROM days_of($id)", "FROM events_of($id) WHERE kind = 'model'", "SELECT id FROM descriptions_of($id) LIMIT 1",
        "FROM why('text-generation', 'attention', $id)", "SELECT EXISTS (FROM history_of($id))",
    ],
)  # fmt: skip
def test_an_unknown_repo_is_an_error(con: duckdb.DuckDBPyConnection, query: str, written: str | None) -> None:
    with pytest.raises(duckdb.InvalidInputException, match="never observed") as error:
        con.execute(query, {"id": written}).fetchall()
    assert (R1 in str(error.value).replace(str(written), "", 1)) == ("R1" in str(written))  # suggests a near name


@pytest.mark.parametrize(
    ("call", "named"),
    [
        ("top('translation', 'nope')", "breakout"), ("top('translation', board := NULL)", "breakout"), ("top('translation', view := 'nope')", "families"),
        ("top('translation', view := NULL)", "families"), ("top('translation', n := 'many')", "top(category, board, n, view, day)"),
        ("top('translation', n := NULL)", "top(category, board, n, view, day)"), ("top('translation', 5, 'nope')", "breakout"),
        (f"why('text-generation', 'nope', '{R1}')", "breakout"), (f"why('text-generation', NULL, '{R1}')", "breakout"),
        ("risers('translation', counter := 'stars')", "downloads"), ("risers('translation', counter := NULL)", "downloads"),
        ("risers('translation', 'likes')", "risers(category, days, n, counter, day)"), ("growth('translation', '2026-11-20')", "growth(category, days, day)"),
        ("growth('translation', NULL)", "growth(category, days, day)"), ("growth('translation', -1)", "from 1 to 36500"), ("growth('translation', 0)", "from 1 to 36500"),
        ("growth('translation', 1.5)", "from 1 to 36500"), ("growth('translation', 'nan')", "from 1 to 36500"), ("risers('translation', 1000000000)", "from 1 to 36500"),
        ("risers('translation', n := -1)", "from 0 to"), ("top('translation', n := -1)", "from 0 to"), ("top('translation', -5)", "from 0 to"), ("top('translation', n := 2.5)", "from 0 to"),
        ("top('translation', n := 1e30)", "from 0 to"),
    ],
)  # fmt: skip
def test_other_wrong_arguments_are_errors(con: duckdb.DuckDBPyConnection, call: str, named: str) -> None:
    for query in (f"FROM {call}", f"SELECT count(*) FROM {call}"):
        with pytest.raises(duckdb.InvalidInputException) as error:
            con.execute(query).fetchall()
        assert named in str(error.value)


@pytest.mark.parametrize(
    ("call", "same"),
    [
        ("top('translation', 5)", "top('translation', n := 5)"), ("top('translation', 5, 'adoption')", "top('translation', 'adoption', 5)"),
        ("top('translation', '도입', 5)", "top('translation', 'adoption', 5)"), ("top('translation', 'Adopt')", "top('translation', 'adoption')"),
        ("top('translation', 'h', view := 'o')", "top('translation', 'hub', view := 'originals')"),
        ("top('llm', view := 'Originals')", "top('text-generation', view := 'originals')"), ("top('llm', view := '원본')", "top('text-generation', view := 'originals')"),
        ("risers('번역', 3, 5, '좋아요')", "risers('translation', 3, n := 5, counter := 'likes')"), ("growth('LLM', '3')", "growth('text-generation', 3)"),
        ("growth('LLM', 3.0)", "growth('text-generation', 3)"), ("top('llm', n := ' 5 ')", "top('llm', 5)"),
        (f"why('llm', '관심', '{R1.lower()}')", f"why('text-generation', 'attention', '{R1}')"),
    ],
)  # fmt: skip
def test_other_arguments_are_read_as_people_write_them(con: duckdb.DuckDBPyConnection, call: str, same: str) -> None:
    rows = con.execute(f"FROM {call}").fetchall()
    assert sorted(rows, key=str) == sorted(con.execute(f"FROM {same}").fetchall(), key=str) != []


def test_no_rows_remain_no_rows(con: duckdb.DuckDBPyConnection) -> None:
    for call in (
        "top('translation', day := DATE '2001-01-01')",
        f"why('translation', 'attention', '{R1}')",
        f"events_of('{R1}')",
    ):
        assert con.execute(f"FROM {call}").fetchall() == [], call


def test_macros_read_the_rows_of_a_query(con: duckdb.DuckDBPyConnection) -> None:
    boards = con.execute(
        "SELECT c.slug, count(*) FROM categories c, LATERAL (FROM top(c.slug, 2)) t GROUP BY ALL"
    ).fetchall()
    assert len(boards) > 5 and {count for _, count in boards} == {2}


def test_rows_of_many_boards_at_once_are_those_of_each(con: duckdb.DuckDBPyConnection) -> None:
    boards = [(category, board) for category in ("translation", "text-generation") for board in NAMES]
    query = """
        SELECT b.category, b.board, t.*
        FROM (SELECT unnest($categories) AS category, unnest($boards) AS board) b, LATERAL (FROM top(b.category, b.board, 500)) t
        ORDER BY ALL"""
    categories, names = zip(*boards, strict=True)
    many = con.execute(query, {"categories": categories, "boards": names}).fetchall()
    each = [
        (category, board, *row)
        for category, board in boards
        for row in con.execute("FROM top($category, $board, 500)", {"category": category, "board": board}).fetchall()
    ]
    entry_7d = [column for column, *_ in con.execute("DESCRIBE FROM top('translation')").fetchall()].index("entry_7d")
    # a week earlier, only some boards had ranks
    assert {board for _, board, *row in each if row[entry_7d]} not in (set(), set(NAMES))
    assert sorted(many, key=repr) == sorted(each, key=repr)


@pytest.fixture(scope="module")
def names() -> Iterator[duckdb.DuckDBPyConnection]:
    """Models Owner/Name and owner/NAME, another/one (formerly Another/One), and a dataset owner/Data."""
    con = open_empty_database()
    rows = [(1, "model", 1, "Owner/Name"), (2, "model", 1, "owner/NAME"), (3, "model", 1, "Another/One"), (3, "model", 2, "another/one"),
            (4, "dataset", 1, "owner/Data"), (5, "model", 1, "OWNER/data")]  # fmt: skip
    con.executemany(
        "INSERT INTO store.description BY NAME SELECT $1 AS repo, $2 AS kind, $3 AS version, $4 AS id", rows
    )
    con.execute("INSERT INTO store.name SELECT DISTINCT store.name_key(id), repo FROM store.description")
    con.execute(
        "INSERT INTO store.snapshot BY NAME SELECT unnest(['model', 'dataset']) AS kind, DATE '2026-11-20' AS date"
    )
    yield con
    con.close()


@pytest.mark.parametrize(
    ("written", "repos"),
    [
        ("Owner/Name", {1}), ("owner/NAME", {2}), ("https://huggingface.co/owner/NAME", {2}), ("ANOTHER/ONE", {3}), ("Another/One", {3}),
        ("owner/Data", {4}), ("OWNER/DATA", {4, 5}), ("datasets/OWNER/data", {4}), ("hf.co/owner/DATA", {5}),
    ],
)  # fmt: skip
def test_the_exact_case_comes_first(names: duckdb.DuckDBPyConnection, written: str, repos: set[int]) -> None:
    rows = names.execute("SELECT DISTINCT repo FROM store.descriptions_by_name($name)", {"name": written}).fetchall()
    assert {repo for (repo,) in rows} == repos


def test_names_that_differ_in_case_are_ambiguous(names: duckdb.DuckDBPyConnection) -> None:
    with pytest.raises(duckdb.InvalidInputException) as error:
        names.execute("FROM history_of('owner/name')").fetchall()
    assert "Owner/Name" in str(error.value) and "owner/NAME" in str(error.value)


def test_spellings_agree_with_the_macros(names: duckdb.DuckDBPyConnection) -> None:
    for macro, spellings in (
        ("find_board", list_board_spellings()),
        ("find_view", list_view_spellings()),
        ("find_counter", list_counter_spellings()),
    ):
        for spelling, code in spellings.items():
            assert names.execute(f"SELECT store.{macro}($text)", {"text": f" {spelling.upper()} "}).fetchall() == [
                (code,)
            ]
    assert {*NAMES, "관심", "도입", "급부상", "adopt", "h", "관"} <= list_board_spellings().keys()
    assert "a" not in list_board_spellings()  # attention or adoption


@pytest.mark.parametrize(
    "text", ["A b_C-d.", "음성·텍스트-텍스트", "번역", "Hub's own order", "“x”", "Translation?!", "a\tb\nc", "É"]
)
def test_words_have_the_same_key(names: duckdb.DuckDBPyConnection, text: str) -> None:
    assert names.execute("SELECT store.word_key($text)", {"text": text}).fetchall() == [(normalize_word(text),)]
