"""On foreign databases and folders, `almanac report` changes nothing outside its folder and removes no foreign files."""

import hashlib
import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from pipeline.config import Home
from pipeline.errors import UnsafePath, UsageError
from pipeline.paths import check_relative, find_slug_fault, is_oid
from pipeline.published.reader import open_published as opened
from pipeline.site.build import SiteBuild, build_site
from pipeline.site.output_folder import MARK, SiteFolder
from tests.fixtures.commands import RunCommand

OIDS = [
    "../../outside/config",
    "../index",
    "a\0b",
    "f" * 300,
    "ABCDEF0123456789ABCDEF01",
    "",
    "nul",
    "0123456789abcdef0123456g",
    "x/y",
    "é" * 24,
]
SLUGS = [
    "../../../outside/config",
    "index",
    "all",
    "con",
    "com1.x",
    "a..b",
    "Translation",
    "x" * 65,
    "a/b",
    "",
    "trailing.",
    "nul\0",
]
PATHS = ["../x", "/etc/passwd", "a//b", "a/../b", "", ".", "a\0b", "C:/x", "a\\b", "nul.html", "AUX", "x" * 250, "a/" * 600 + "b", "trail.", "tr ail", "ㄱ"]  # fmt: skip

Spoil = Callable[[duckdb.DuckDBPyConnection], object]


@pytest.fixture
def foreign(published: Home, tmp_path: Path) -> Callable[[Spoil], Home]:

    def copy_home(spoil: Spoil) -> Home:
        home = Home(tmp_path / "deep" / "er" / "home")
        home.root.mkdir(parents=True)
        shutil.copy(published.published, home.root)
        with duckdb.connect(str(home.published)) as con:
            spoil(con)
        return home

    return copy_home


def build_home_site(home: Home) -> SiteBuild:
    with opened(home) as con:
        return build_site(con, home.site)


def hash_files(folder: Path) -> dict[str, str]:
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.rglob("*") if path.is_file()}  # fmt: skip


def rename_repos(con: duckdb.DuckDBPyConnection) -> None:
    """Give each of OIDS to the boards' best repos."""
    query = (
        "SELECT oid FROM trends WHERE date = (SELECT max(date) FROM trends) AND board = 'attention' ORDER BY rank, oid"
    )
    oids = list(dict.fromkeys(oid for (oid,) in con.execute(query).fetchall()))
    for hostile_oid, oid in zip(OIDS, oids, strict=False):
        for table in ("trends", "movers", "featured", "store.repo"):
            con.execute(f"UPDATE {table} SET oid = $fresh WHERE oid = $oid", {"fresh": hostile_oid, "oid": oid})


def test_an_oid_that_is_a_path_gets_no_page(foreign: Callable[[Spoil], Home], tmp_path: Path):
    home = foreign(rename_repos)
    outside = {
        name: tmp_path / name for name in ("outside/config.json", "outside/config.html", "deep/outside/config.svg")
    }
    for file in outside.values():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("mine")
    before = set(tmp_path.rglob("*"))
    build = build_home_site(home)
    assert build.omitted_row_count >= len(OIDS) and build.broken_links == []
    assert all(file.read_text() == "mine" for file in outside.values())
    assert {path for path in set(tmp_path.rglob("*")) - before if not path.is_relative_to(home.site)} == set()
    pages = {path.stem for path in (home.site / "r").iterdir()}
    assert pages and all(map(is_oid, pages))
    assert "<html" in (home.site / "index.html").read_text()


def test_a_slug_that_is_a_path_gets_no_files(foreign: Callable[[Spoil], Home], tmp_path: Path):
    def spoil(con: duckdb.DuckDBPyConnection) -> None:
        slugs = [slug for (slug,) in con.execute("SELECT slug FROM categories").fetchall()]
        con.execute("CREATE TABLE own AS SELECT * FROM categories")
        for slug in SLUGS:
            con.execute("INSERT INTO own SELECT * REPLACE ($slug AS slug) FROM own WHERE slug = $like", {"slug": slug, "like": slugs[0]})  # fmt: skip
        con.execute("INSERT INTO own SELECT * REPLACE ('javascript:alert(1)' AS hub_url) FROM own WHERE slug = $like", {"like": slugs[0]})  # fmt: skip
        con.execute("UPDATE own SET hub_url = 'javascript:alert(1)' WHERE slug = $slug", {"slug": slugs[1]})
        con.execute("DROP VIEW categories; ALTER TABLE own RENAME TO categories")
        con.execute(
            "INSERT INTO trends SELECT * REPLACE ('../../../x' AS category) FROM trends WHERE category = $slug",
            {"slug": slugs[0]},
        )
        con.execute("UPDATE trends SET board = '../x' WHERE category = $slug AND board = 'hub'", {"slug": slugs[0]})

    home = foreign(spoil)
    before = set(tmp_path.rglob("*"))
    build = build_home_site(home)
    assert build.omitted_row_count >= len(SLUGS) + 1 and build.broken_links == []
    assert {path for path in set(tmp_path.rglob("*")) - before if not path.is_relative_to(home.site)} == set()
    names = [path.stem for path in (home.site / "c").iterdir()]
    assert names and not any(map(find_slug_fault, names)) and len({name.lower() for name in names}) == len(names)
    assert "javascript:" not in (home.site / "models.en.md").read_text()


def test_days_outside_the_calendar_do_not_stop_the_site(foreign: Callable[[Spoil], Home]):
    def spoil(con: duckdb.DuckDBPyConnection) -> None:
        for day in ("infinity", "-infinity", "10000-01-01", "0044-03-15 (BC)"):
            for table in ("trends", "movers", "featured", "category_daily"):
                con.execute(f"INSERT INTO {table} SELECT * REPLACE (DATE '{day}' AS date) FROM {table} LIMIT 3")
        con.execute("UPDATE store.description SET created_at = TIMESTAMP '10000-01-01' WHERE repo % 3 = 0")
        con.execute("UPDATE trends SET score = 'nan', score_high = 'inf' WHERE rank = 2")

    assert build_home_site(foreign(spoil)).broken_links == []


@pytest.mark.parametrize("path", PATHS)
def test_a_path_that_leaves_the_folder_or_fits_no_file_system_is_refused(path: str, tmp_path: Path):
    with pytest.raises(UnsafePath):
        check_relative(path)
    site = SiteFolder(tmp_path / "site")
    with pytest.raises(UnsafePath):
        site.put(path, "x")
    assert hash_files(tmp_path).keys() == {f"site/{MARK}"}


def test_names_that_differ_only_by_case_share_no_file(tmp_path: Path):
    site = SiteFolder(tmp_path)
    site.put("r/abc.html", "first")
    for path in ("r/ABC.html", "R/abc.html", "r/abc.html", MARK):
        with pytest.raises(UnsafePath):
            site.put(path, "second")
    assert (tmp_path / "r" / "abc.html").read_text() == "first"


def test_nothing_is_written_or_removed_through_links(tmp_path: Path):
    root, outside = tmp_path / "site", tmp_path / "outside"
    outside.mkdir()
    (outside / "x.html").write_text("mine")
    first = SiteFolder(root)
    first.put("c/x.html", "mine")
    first.put("index.html", "front")
    first.finish_edition()
    shutil.rmtree(root / "c")
    (root / "c").symlink_to(outside)
    (root / "index.html").unlink()
    (root / "index.html").symlink_to(outside / "x.html")
    (root / ".index.html.part").symlink_to(outside / "x.html")
    again = SiteFolder(root)
    with pytest.raises(UnsafePath):
        again.put("c/x.html", "theirs")
    again.put("index.html", "front")
    again.finish_edition()
    assert (outside / "x.html").read_text() == "mine" and not (root / "index.html").is_symlink()
    assert (root / "index.html").read_text() == "front" and again.removed_count == 0
    (root / MARK).unlink()
    (root / MARK).symlink_to(outside / "x.html")
    with pytest.raises(UsageError):
        SiteFolder(root)


# -- removal


def test_only_what_an_earlier_edition_wrote_is_removed(tmp_path: Path):
    root = tmp_path / "site"
    root.mkdir()
    (root / ".git").mkdir()
    mine = ("README.md", "CNAME", ".nojekyll", ".git/config", "c/notes.html", "r/photo.jpg", ".well-known/x")
    for name in ("README.md", "CNAME", ".nojekyll", ".git/config"):
        (root / name).write_text("mine")
    first = SiteFolder(root)
    for name in ("index.html", "c/a.html", "c/b.html", "r/only.html", "ko/deep/er.html", "c/changed.html"):
        first.put(name, name)
    assert first.finish_edition() == 6
    for name in mine[4:]:
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_text("mine")
    (root / "c/changed.html").write_text("mine")
    second = SiteFolder(root)
    second.put("index.html", "index.html")
    second.put("c/a.html", "new")
    assert second.finish_edition() == 2
    assert (second.removed_count, second.written_count) == (3, 1)
    assert hash_files(root).keys() == {*mine, "c/changed.html", "index.html", "c/a.html", MARK}
    assert not (root / "ko").exists()


def test_what_a_killed_edition_wrote_is_removed_by_the_next(tmp_path: Path):
    interrupted_site = SiteFolder(tmp_path)
    interrupted_site.put("c/half.html", "x")  # without finish_edition
    (tmp_path / ".index.html.part").write_text("torn")
    next_site = SiteFolder(tmp_path)
    next_site.put("index.html", "x")
    next_site.finish_edition()
    assert hash_files(tmp_path).keys() == {MARK, "index.html"} and next_site.removed_count == 1


def test_a_site_without_a_list_loses_only_pages_of_repos(tmp_path: Path):
    (tmp_path / MARK).write_text(
        "Files of this folder that the site does not name are removed when it is made again.\n"
    )
    oid = "0" * 24
    pages = (f"r/{oid}.html", f"ko/r/{oid}.html", f"api/v1/repos/{oid}.json", f"badges/translation/{oid}.svg")
    mine = ("README.md", "about-me.html", "r/notes.html", f"r/{oid}.txt")
    for name in (*pages, *mine):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")
    site = SiteFolder(tmp_path)
    site.put("index.html", "x")
    site.finish_edition()
    assert site.removed_count == len(pages) and hash_files(tmp_path).keys() == {MARK, "index.html", *mine}


def test_a_list_from_somebody_else_removes_nothing_of_ours(tmp_path: Path):
    root, outside = tmp_path / "site", tmp_path / "outside.txt"
    root.mkdir()
    (root / ".git").mkdir()
    for file in (outside, root / "README.md", root / ".git" / "config", root / "own.html"):
        file.write_text("mine")
    digest = hashlib.blake2b(b"mine", digest_size=16).hexdigest()
    wrong = "0" * 32
    names = ["../outside.txt", str(outside), ".git/config", "a/../../outside.txt", "", ".", "C:\\x", "x" * 300, "\0"]
    lines = [f"{digest} {name}\n" for name in names] + [f"{wrong} README.md\n", f"{wrong} own.html\n", "nonsense\n"]
    (root / MARK).write_bytes("".join(lines).encode() + b"\xff\xfe\n")
    site = SiteFolder(root)
    site.put("index.html", "x")
    site.finish_edition()
    assert outside.read_text() == "mine" and site.removed_count == 0
    assert hash_files(root).keys() == {"README.md", ".git/config", "own.html", "index.html", MARK}


@pytest.mark.parametrize(
    "output", ["{root}", "{root}/warehouse/x", "{root}/spool", "{root}/..", "{root}/site/../dagster", "{link}"]
)
def test_the_home_is_rejected_as_output(published: Home, ask: RunCommand, tmp_path: Path, output: str):
    home = Home(tmp_path / "home")
    for folder in (home.warehouse.parent, home.spool, home.dagster):
        folder.mkdir(parents=True)
    shutil.copy(published.published, home.root)
    (tmp_path / "link").symlink_to(home.warehouse.parent)
    before = set(home.root.rglob("*"))
    result = ask("report", "--output", output.format(root=home.root, link=tmp_path / "link"), home=home.root)
    assert result.returncode == 2 and set(home.root.rglob("*")) == before
