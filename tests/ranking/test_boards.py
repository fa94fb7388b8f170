from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.ranking.boards import (
    BOARD_COLUMNS,
    build_boards,
    count_populations,
    is_in_population,
    score_members,
    select_contenders,
)
from pipeline.ranking.registry import BOARDS
from pipeline.sample_hub.adversarial_text import TEXTS
from pipeline.text import format_markdown_table
from tests.ranking.frames import MAX_RANK, build_empty_week, build_frame, rank_frame


def list_oids(boards: pl.DataFrame, board: str) -> list[str]:
    return boards.filter(pl.col("board") == board).sort("rank")["oid"].to_list()


def test_ties_of_likes_too_go_by_oid():
    boards = rank_frame(build_frame({"oid": "c", "likes": 5}, {"oid": "a", "likes": 5}, {"oid": "b", "likes": 6}))
    assert list_oids(boards, "attention") == ["b", "a", "c"]
    assert boards["rank"].to_list() == [1, 2, 3]


def test_equal_scores_of_unequal_totals_go_by_likes():
    # T/(a + 2)^1.5 is 1 for both: 1000/100^1.5 and 8000/400^1.5
    boards = rank_frame(
        build_frame({"oid": "a", "likes": 1000, "age_days": 98.0}, {"oid": "b", "likes": 8000, "age_days": 398.0})
    )
    assert boards["score"].to_list() == [1.0, 1.0]
    assert list_oids(boards, "attention") == ["b", "a"]


def test_the_hub_board_is_the_hubs_order():
    boards = rank_frame(
        build_frame(
            {"oid": "c", "likes": 1, "trending_score": 9.6},
            {"oid": "b", "likes": 2, "trending_score": 9.6},
            {"oid": "a", "likes": 9, "trending_score": 0.0},
            {"oid": "d", "likes": 900},
            {"oid": "e", "trending_score": 9.7},
        )
    )
    assert list_oids(boards, "hub") == ["e", "b", "c", "a"]
    assert "e" not in list_oids(boards, "attention"), "unknown likes are not ranked by likes"
    assert boards.filter(pl.col("board") == "hub")["score_low"].null_count() == 4


def test_a_board_ends_after_500_ranks_in_each_category():
    rows: list[dict[str, Any]] = [
        {"category": slug, "oid": f"{slug}{n:05}", "likes": n} for slug in "ab" for n in range(MAX_RANK + 40)
    ]
    boards = rank_frame(build_frame(*rows))
    assert boards.group_by("category").len()["len"].to_list() == [MAX_RANK, MAX_RANK]
    assert boards.filter(pl.col("category") == "a")["rank"].to_list() == list(range(1, MAX_RANK + 1))


def test_no_repos_make_empty_boards():
    boards = rank_frame(build_frame())
    assert boards.is_empty() and boards.columns == BOARD_COLUMNS


repo = st.fixed_dictionaries(
    {
        "category": st.sampled_from("ab"),
        "likes": st.none() | st.integers(0, 3),
        "trending_score": st.none() | st.integers(0, 2).map(float),
        "age_days": st.sampled_from([1.0, 10.0, 400.0]),
    }
)


@given(st.lists(repo, max_size=12), st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(rows: list[dict[str, Any]], random: Any):
    ordered_rows = [row | {"oid": f"{n:03}"} for n, row in enumerate(rows)]
    shuffled_rows = list(ordered_rows)
    random.shuffle(shuffled_rows)
    assert rank_frame(build_frame(*ordered_rows)).drop("id").equals(rank_frame(build_frame(*shuffled_rows)).drop("id"))


@pytest.mark.parametrize("text", TEXTS)
def test_a_hostile_name_is_inert_in_a_table(text: str):
    table_text = format_markdown_table(["rank", "repo", "likes a day", "made of"], [(1, f"evil/{text}|x", 5, "hub")])
    assert len(table_text.splitlines()) == 3
    line = table_text.splitlines()[2]
    assert "<" not in line and "\x1b" not in line and "\u202e" not in line
    assert line.replace("\\|", "").count("|") == 5
    assert "](" not in line.replace("\\](", "")


def build_week(*likes: int, downloads: tuple[int | None, ...] = ()) -> pl.DataFrame:
    """Repo 0's last days, a day apart, today last."""
    return pl.DataFrame(
        {"repo": [0] * len(likes), "ago": [float(len(likes) - 1 - n) for n in range(len(likes))], "likes": likes,
         "downloads_all_time": downloads or [None] * len(likes), "left_out": [False] * len(likes)},
        schema={"repo": pl.Int32, "ago": pl.Float64, "likes": pl.Int64, "downloads_all_time": pl.Int64, "left_out": pl.Boolean},
    )  # fmt: skip


def test_a_burst_is_the_largest_step_of_the_week():
    # a step of 100 eight days ago is outside the week
    week = build_week(0, 100, 101, 101, 102, 102, 102, 106, 108)
    row = rank_frame(build_frame({"likes": 108}), week).row(0, named=True)
    assert row["largest_step_share"] == 0.5, "4 of 8"
    assert rank_frame(build_frame({"likes": 5}), build_week(5, 5, 5)).row(0, named=True)["largest_step_share"] is None


def test_a_repo_created_within_the_week_began_without_downloads():
    boards = rank_frame(
        build_frame({"likes": 1, "age_days": 4.0, "downloads_all_time": 90}),
        build_week(1, 1, 1, 1, downloads=(10, 40, 60, 90)),
    )
    row = boards.filter(pl.col("board") == "adoption").row(0, named=True)
    assert (row["downloads_gained"], row["downloads_gained_days"], row["basis"]) == (90, 4, "part")


def test_adoption_examines_more_contenders_than_it_ranks():
    """One day's jump puts a repo first by gain, and last by what counts of it."""
    rows = [
        {"likes": 1, "downloads_all_time": 1000, "week_downloads": 1000 - 70 * n, "week_ago": 7.0} for n in range(1, 11)
    ]
    week = pl.concat(
        build_week(
            *[1] * 8,
            downloads=tuple(1000 - 10 * (n + 1) * (7 - day) for day in range(8))
            if n
            else (930, *[930 + k for k in range(1, 7)], 1000),
        ).with_columns(repo=pl.lit(n, pl.Int32))
        for n in range(10)
    )
    boards = rank_frame(build_frame(*rows), week, max_rank=3)
    assert list_oids(boards, "adoption") == [f"{n:024x}" for n in (9, 8, 7)]


counter = st.none() | st.integers(0, 4)
repo_weeks = st.fixed_dictionaries(
    {
        "category": st.sampled_from("ab"),
        "likes": counter,
        "trending_score": st.none() | st.integers(0, 2).map(float),
        "age_days": st.sampled_from([None, 0.5, 3.0, 10.0, 400.0]),
        "within_7_likes": counter,
        "oldest_likes": counter,
        "downloads": st.lists(counter, min_size=8, max_size=8),
        "left_out": st.lists(st.booleans(), min_size=8, max_size=8),
    }
)


@given(st.lists(repo_weeks, max_size=8), st.integers(1, 4))
def test_a_board_ranks_only_its_population(repos: list[dict[str, Any]], max_rank: int):
    """Counters may freeze, fall, come back or be missing."""
    rows, days = [], []
    for n, repo in enumerate(repos):
        counters, left_out = repo["downloads"], repo["left_out"]
        row = {key: repo[key] for key in ("category", "likes", "trending_score", "age_days", "oldest_likes")}
        known_counts = [count for count in counters[:-1] if count is not None]
        rows.append(
            row
            | {
                "downloads_all_time": counters[-1],
                "peak_downloads": max(known_counts, default=None),
                "oldest_ago": 21.0,
            }
            | {"within_7_likes": repo["within_7_likes"], "within_7_ago": 7.0, "beyond_7_likes": repo["within_7_likes"]}
            | {
                "beyond_7_ago": 7.0,
                "week_downloads": known_counts[0] if known_counts else None,
                "week_ago": 7.0 if known_counts else None,
            }
        )
        days += [(n, 7.0 - day, repo["likes"], counters[day], left_out[day]) for day in range(8)]
    members = score_members(build_frame(*rows))
    week = pl.DataFrame(days, schema=build_empty_week().schema, orient="row")
    ranked_of = {(row["category"], row["board"]): row["ranked_repos"] for row in count_populations(members).to_dicts()}
    boards = build_boards(select_contenders(members, max_rank), week, max_rank)
    for board in BOARDS:
        for category in {repo["category"] for repo in repos}:
            population = members.filter((pl.col("category") == category) & is_in_population(board))
            board_rows = boards.filter((pl.col("category") == category) & (pl.col("board") == board.name))
            assert ranked_of[category, board.name] == len(population)
            assert board_rows["rank"].to_list() == list(range(1, len(board_rows) + 1))
            assert set(board_rows["oid"]) <= set(population["oid"])
            if board.ranks_all:  # every repo of the population
                assert len(board_rows) == min(max_rank, len(population))


def test_a_repo_whose_counter_fell_below_last_week_is_still_ranked():
    fallen_repo = {"likes": 1, "downloads_all_time": 50, "peak_downloads": 180, "week_downloads": 100, "week_ago": 7.0}
    week = build_week(*[1] * 8, downloads=(100, 120, 140, 160, 180, None, None, None))
    members = score_members(build_frame(fallen_repo))
    assert count_populations(members).filter(pl.col("board") == "adoption")["ranked_repos"].to_list() == [1]
    adoption_row = rank_frame(build_frame(fallen_repo), week).filter(pl.col("board") == "adoption").row(0, named=True)
    assert (adoption_row["downloads_gained"], adoption_row["downloads_gained_days"]) == (80, 4.0)
