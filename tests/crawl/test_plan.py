"""Lists of categories that have every repo, or the same repos as another."""

from collections.abc import Sequence

import pytest

from pipeline.catalogue import Catalogue, Category, load_catalogue
from pipeline.crawl.plan import plan_listings
from pipeline.crawl.scope import Scope
from pipeline.kinds import KINDS

TRANSLATION = load_catalogue().category("translation")


def make_catalogue(*categories: Category) -> Catalogue:
    return Catalogue(load_catalogue().sections, categories, ())


def make_category(slug: str, selector: str | None) -> Category:
    return TRANSLATION.model_copy(update={"slug": slug, "selector": selector})


def list_names(scope: Scope, *categories: Category) -> Sequence[str]:
    return [listing.name for listing in plan_listings(scope, make_catalogue(*categories))]


def test_leaders_of_everything_are_lists_without_a_filter():
    listings = plan_listings(Scope.leaders, make_catalogue(make_category("all-models", None)))
    assert [dict(listing.params)["sort"] for listing in listings] == list(KINDS["model"].sorts)
    assert not any({"pipeline_tag", "filter", "author"} & {key for key, _ in listing.params} for listing in listings)


def test_one_complete_list_has_the_rows_of_all_categories_of_its_kind():
    datasets = load_catalogue().category("text")
    everything = make_category("all-models", None)
    assert list_names(Scope.categories, TRANSLATION, everything, datasets) == ["all-models", "text"]


@pytest.mark.parametrize("scope", [Scope.leaders, Scope.categories])
def test_categories_with_the_same_repos_share_their_lists(scope: Scope):
    first, second = make_category("a", "filter=x&author=Acme"), make_category("b", "author=acme&filter=x")
    assert list_names(scope, first, second) == list_names(scope, first)
