from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.ranking.lineage import find_root


@pytest.mark.parametrize(
    ("base_of", "name", "root"),
    [
        ({}, "a", "a"),
        ({"a": None}, "a", "a"),
        ({"a": "unknown/base"}, "a", "unknown/base"),
        ({"c": "b", "b": "a", "a": None}, "c", "a"),
        ({"a": "a"}, "a", "a"),
        ({"c": "b", "b": "a", "a": "b"}, "c", "a"),
        ({"x": "z", "z": "y", "y": "x", "t": "x"}, "t", "x"),
    ],
)
def test_the_root_is_the_end_of_the_chain(base_of: Mapping[str, str | None], name: str, root: str) -> None:
    assert find_root(name, base_of) == root


@given(st.dictionaries(st.sampled_from("abcdef"), st.none() | st.sampled_from("abcdefgh")), st.sampled_from("abcdef"))
def test_a_model_and_its_base_share_their_root(base_of: dict[str, str | None], name: str) -> None:
    assert find_root(name, base_of) == find_root(base_of.get(name) or name, base_of)
