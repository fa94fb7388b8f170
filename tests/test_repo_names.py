"""Whatever decorates a repo's name, parsing finds the name; the database's macro agrees."""

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.kinds import KINDS, Kind
from pipeline.published.data_dictionary import open_empty_database
from pipeline.repo_names import RepoName, parse_repo_name

WORD = st.from_regex(r"[A-Za-z0-9_]([A-Za-z0-9_.-]{0,12}[A-Za-z0-9_])?", fullmatch=True).filter(
    lambda word: not word.endswith(".git")
)
NAMES = st.builds("{}/{}".format, WORD, WORD)
HOSTS = [
    "huggingface.co",
    "www.huggingface.co",
    "hf.co",
    "HuggingFace.co",
    "hf-mirror.com",
    "localhost:8080",
    "127.0.0.1:43121",
]
ENDS = ["", "/", "/tree/main", "/blob/main/README.md", "/resolve/main/a.bin?download=true", "/discussions", "/discussions/3", "?x=1", "#usage",
        "/?library=transformers", ".git", "@main", ":Q4_K_M", "를", " 모델의"]  # fmt: skip
QUOTES = [
    ("", ""),
    ("'", "'"),
    ('"', '"'),
    ("`", "`"),
    ("<", ">"),
    ("“", "”"),
    (" ", "\n"),
    ("(", ")."),
    ("\u200b", ","),
    ("「", "」은"),
    ("[a model](", ")"),
]


@st.composite
def decorated_names(draw: st.DrawFn) -> tuple[str, RepoName]:
    """A name as an address or bare, and what it means."""
    name = draw(NAMES)
    kind: Kind | None = draw(st.sampled_from([None, *KINDS]))
    address = draw(
        st.sampled_from(
            ["", "hf://", *(f"{scheme}{host}/" for scheme in ("", "http://", "https://") for host in HOSTS)]
        )
    )
    before, after = draw(st.sampled_from(QUOTES))
    plural = f"{KINDS[kind].plural}/" if kind else ""
    text = f"{before}{address}{plural}{name}{draw(st.sampled_from(ENDS))}{after}"
    return text, RepoName(name, kind or ("model" if address else None))


@given(decorated_names())
def test_any_decoration_of_a_name_gives_the_name(decorated: tuple[str, RepoName]) -> None:
    text, name = decorated
    assert parse_repo_name(text) == name


@pytest.fixture(scope="module")
def empty_database() -> duckdb.DuckDBPyConnection:
    return open_empty_database()


@given(
    text=st.one_of(
        decorated_names().map(lambda decorated: decorated[0]),
        st.text(max_size=30),
        st.from_regex(r"[a-z./:@#? ]{0,20}"),
    )
)
def test_the_macro_reads_names_as_python_does(empty_database: duckdb.DuckDBPyConnection, text: str) -> None:
    text = text.replace("\0", "").encode(errors="ignore").decode()
    name = parse_repo_name(text)
    if name is None:  # the macro keeps the text, which is no name of a repo
        return
    assert empty_database.execute("SELECT id, kind FROM store.read_repo_name($text)", {"text": text}).fetchall() == [
        name
    ]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("gpt2", ("gpt2", None)),
        ("https://huggingface.co/gpt2/tree/main", ("gpt2", "model")),
        ("datasets/squad", ("squad", "dataset")),
        ("https://huggingface.co/datasets/squad/viewer/default/train", ("squad", "dataset")),
        ("git@hf.co:owner/name.git", ("owner/name", "model")),
        ("https://huggingface.co/api/models/owner/name", ("owner/name", "model")),
        ("owner/tree", ("owner/tree", None)),
    ],
)  # fmt: skip
def test_other_forms_are_read(text: str, name: tuple[str, Kind | None]) -> None:
    assert parse_repo_name(text) == name


@pytest.mark.parametrize(
    "text",
    ["", " ", "/", "text generation", "번역", "evil/<b>bold</b>", "owner/na me", "https://github.com/owner/name", "https://huggingface.co/",
     "https://huggingface.co/models?pipeline_tag=translation", "https://huggingface.co/spaces/owner/name", "https://huggingface.co/tasks/translation"],
)  # fmt: skip
def test_other_texts_are_no_names(text: str) -> None:
    assert parse_repo_name(text) is None
