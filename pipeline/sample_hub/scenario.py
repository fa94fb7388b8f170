"""Plant the story of a sample world in its repos. `story` describes the result."""

import random
from collections.abc import Callable
from dataclasses import dataclass, replace

from pipeline.sample_hub.adversarial_text import (
    LONG_NAME,
    PROBE,
    TWINS,
    UNREACHABLE,
    add_many_tags,
    inject_hostile_text,
    rename_repo,
)
from pipeline.sample_hub.datasets import TEXT
from pipeline.sample_hub.featured import FEATURED_MODELS
from pipeline.sample_hub.models import CHILDREN
from pipeline.sample_hub.repos import Growth, Repo
from pipeline.sample_hub.story import Absence, Change, Deletion, Launch, NameReuse, Rename, Story, Surge
from pipeline.sample_hub.timeline import Calendar, format_time
from pipeline.sample_hub.words import DOCUMENTED_TASKS

PROMINENT_CATEGORIES = ("text-generation", "translation", "image-text-to-text")
LAUNCHES = ((0.3, "text-generation"), (0.62, "image-text-to-text"), (0.9, "any-to-any"))


class _Cast:
    """A kind's repos, each with at most one role in the story."""

    def __init__(self, rng: random.Random, repos: list[Repo]) -> None:
        self._rng = rng
        self.repos = repos
        self._free = [i for i, repo in enumerate(repos) if repo.first_day < -30]
        rng.shuffle(self._free)

    def pick_repo(self, *predicates: Callable[[Repo], bool]) -> int:
        """Return the index of a repo without a role that matches the first predicate, else the second, …; without any, of any repo."""
        for predicate in predicates or (lambda _: True,):
            for i in self._free:
                if predicate(self.repos[i]):
                    self._free.remove(i)
                    return i
        raise ValueError("The sample world is too small for its story; use more models and datasets.")

    def replace_repo(self, i: int, repo: Repo) -> Repo:
        self.repos[i] = repo
        return repo


@dataclass(frozen=True)
class Plot:
    models: list[Repo]
    datasets: list[Repo]
    story: Story
    redirects: tuple[tuple[str, str, int], ...]
    """(qualified old name, new name, first day)."""


def plant_story(
    rng: random.Random, calendar: Calendar, models: list[Repo], datasets: list[Repo], *, hostile: bool
) -> Plot:
    """Plant the story; changes the given lists. `hostile`: with hostile texts, twin names, a long name and 2,074 tags."""
    cast, dataset_cast = _Cast(rng, models), _Cast(rng, datasets)
    popular = _match_likes(20, 400)
    surges = [_plant_surge(cast, calendar, n, task.slug) for n, task in enumerate(DOCUMENTED_TASKS)]
    surges.append(_plant_surge(dataset_cast, calendar, len(surges), TEXT))
    legacy = cast.repos[cast.pick_repo(popular)].id
    disabled_index = cast.pick_repo()
    cast.replace_repo(
        disabled_index, replace(cast.repos[disabled_index], row=cast.repos[disabled_index].row | {"disabled": True})
    )
    renaming = _plant_rename(cast, calendar, "velmora-foundation", popular)
    dataset_renaming = _plant_rename(dataset_cast, calendar, "velmora-data", _match_likes(2, 400))
    name_reuse = _plant_name_reuse(rng, cast, calendar)
    hostile_index = dataset_cast.pick_repo(_match_category(TEXT))
    if hostile:
        dataset_cast.replace_repo(
            hostile_index, inject_hostile_text(dataset_cast.repos[hostile_index], "xss-probe/svg-onload-alert-2")
        )

    story = Story(
        frozen_day=calendar.date(calendar.index_at(0.7)),
        rollback_day=calendar.date(calendar.index_at(0.55)),
        rolled_back_models=tuple(cast.repos[cast.pick_repo(_has_downloads)].id for _ in range(3)),
        rename=renaming,
        dataset_rename=dataset_renaming,
        legacy_name=(legacy.split("/")[1].lower(), legacy),
        deletion=_plant_deletion(cast, calendar, popular),
        dataset_deletion=_plant_deletion(dataset_cast, calendar, _match_likes(2, 400)),
        absence=_plant_absence(cast, calendar),
        name_reuse=name_reuse,
        license_change=_plant_license_change(cast, calendar),
        gated_change=_plant_gated_change(cast, calendar),
        pipeline_tag_change=_plant_tag_change(cast, calendar),
        surges=tuple(surges),
        launches=tuple(_plant_launch(rng, cast, calendar, share, slug) for share, slug in LAUNCHES),
        disabled_model=cast.repos[disabled_index].id,
        hostile_models=_plant_hostile_models(cast) if hostile else (),
        hostile_dataset=dataset_cast.repos[hostile_index].id,
        unreachable_model=UNREACHABLE if hostile else "",
        case_twins=_plant_twins(cast) if hostile else (),
        long_name=_plant_long_name(cast) if hostile else "",
        many_tags=_plant_many_tags(cast) if hostile else "",
        featured=tuple(model.id for model in FEATURED_MODELS),
    )
    redirects = (
        (f"models/{story.legacy_name[0]}", story.legacy_name[1], 0),
        (f"models/{renaming.old}", renaming.new, calendar.index(renaming.date)),
        (f"datasets/{dataset_renaming.old}", dataset_renaming.new, calendar.index(dataset_renaming.date)),
    )
    return Plot(cast.repos, dataset_cast.repos, story, redirects)


def _match_category(category: str) -> Callable[[Repo], bool]:
    return lambda repo: repo.category == category and repo.row.get("pipeline_tag") in (category, None)


def _match_likes(least: int, most: int) -> Callable[[Repo], bool]:
    return lambda repo: least <= repo.growth.likes <= most


def _has_downloads(repo: Repo) -> bool:
    return repo.growth.downloads_all_time > 2_000


def _is_prominent(repo: Repo) -> bool:
    """Whether it is on the boards of a documented category, so that readers see what happens to it."""
    return repo.category in PROMINENT_CATEGORIES and repo.growth.likes >= 20 and repo.growth.downloads_rate >= 20


def _plant_surge(cast: _Cast, calendar: Calendar, n: int, category: str) -> Surge:
    in_category = _match_category(category)
    i = cast.pick_repo(lambda repo: in_category(repo) and repo.growth.likes < 30 and repo.growth.likes_rate < 0.2)
    # Within the last ten days, but not the last: a surge rather than a launch.
    day = calendar.length - 1 - min(2 + (n * 3) % 8, calendar.length - 3)
    repo = cast.repos[i]
    cast.replace_repo(i, replace(repo, growth=replace(repo.growth, surge_from=day)))
    return Surge(repo.id, category, calendar.date(day))


def _plant_rename(cast: _Cast, calendar: Calendar, author: str, predicate: Callable[[Repo], bool]) -> Rename:
    i, day = cast.pick_repo(predicate), calendar.index_at(0.35)
    old = cast.repos[i].id
    new = f"{author}/{old.split('/')[1]}"
    cast.replace_repo(i, cast.repos[i].with_change(day, id=new, author=author))
    return Rename(old, new, calendar.date(day))


def _plant_deletion(cast: _Cast, calendar: Calendar, predicate: Callable[[Repo], bool]) -> Deletion:
    i, day = cast.pick_repo(predicate), calendar.index_at(0.45)
    repo = cast.replace_repo(i, replace(cast.repos[i], absences=((day, calendar.length),)))
    return Deletion(repo.id, calendar.date(day))


def _plant_absence(cast: _Cast, calendar: Calendar) -> Absence:
    i, start, end = cast.pick_repo(_match_likes(5, 400)), calendar.index_at(0.3), calendar.index_at(0.6)
    repo = cast.replace_repo(i, replace(cast.repos[i], absences=((start, end),)))
    return Absence(repo.id, calendar.date(start), calendar.date(end))


def _plant_name_reuse(rng: random.Random, cast: _Cast, calendar: Calendar) -> NameReuse:
    i, deletion_day, day = cast.pick_repo(_match_likes(5, 400)), calendar.index_at(0.4), calendar.index_at(0.6)
    old = cast.replace_repo(i, replace(cast.repos[i], absences=((deletion_day, calendar.length),)))
    new = _make_newborn(rng, calendar, old, day, Growth(likes_rate=1.0, debut_likes=25.0, downloads_rate=40.0))
    cast.repos.append(new)
    return NameReuse(old.id, old.oid, new.oid, calendar.date(day))


def _make_newborn(rng: random.Random, calendar: Calendar, template: Repo, day: int, growth: Growth) -> Repo:
    """Return a repo like the template, created early on that day."""
    created_at = calendar.before_snapshot(day, rng.uniform(3, 8) * 3_600)
    oid = f"{int(created_at.timestamp()):08x}{rng.getrandbits(64):016x}"
    tags = [tag for tag in template.row["tags"] if not tag.startswith("base_model:")]
    row = template.row | {
        "_id": oid,
        "createdAt": format_time(created_at),
        "lastModified": format_time(created_at),
        "gated": False,
        "tags": tags,
    }
    row["childrenModelCount"] = dict.fromkeys(CHILDREN, 0)
    row.pop("baseModels", None)
    return Repo(row, template.category, day, growth)


def _plant_launch(rng: random.Random, cast: _Cast, calendar: Calendar, share: float, category: str) -> Launch:
    model, day = cast.repos[cast.pick_repo(_match_category(category))], calendar.index_at(share)
    growth = Growth(likes_rate=20.0, debut_likes=rng.uniform(9_000, 13_000), downloads_rate=30_000)
    repo = rename_repo(_make_newborn(rng, calendar, model, day, growth), f"haneulbit-launch/Solbaram-One-{category}")
    cast.repos.append(repo)
    return Launch(repo.id, category, calendar.date(day))


def _plant_license_change(cast: _Cast, calendar: Calendar) -> Change:
    def is_mit(repo: Repo) -> bool:
        return "license:mit" in repo.row["tags"] and repo.row["cardData"].get("license") == "mit"

    i = cast.pick_repo(lambda repo: is_mit(repo) and _is_prominent(repo), is_mit)
    repo, day, new = cast.repos[i], calendar.index_at(0.25), "cc-by-nc-4.0"
    tags = [f"license:{new}" if tag == "license:mit" else tag for tag in repo.row["tags"]]
    cast.replace_repo(i, repo.with_change(day, tags=tags, cardData=repo.row["cardData"] | {"license": new}))
    return Change(repo.id, "license", calendar.date(day), "mit", new)


def _plant_gated_change(cast: _Cast, calendar: Calendar) -> Change:
    def is_open(repo: Repo) -> bool:
        return repo.row["gated"] is False

    i, day = cast.pick_repo(lambda repo: is_open(repo) and _is_prominent(repo), is_open), calendar.index_at(0.5)
    repo = cast.replace_repo(i, cast.repos[i].with_change(day, gated="auto"))
    return Change(repo.id, "gated", calendar.date(day), "false", "auto")


def _plant_tag_change(cast: _Cast, calendar: Calendar) -> Change:
    old, new = "image-text-to-text", "any-to-any"
    i, day = cast.pick_repo(_match_category(old)), calendar.index_at(0.8)
    repo = cast.repos[i]
    tags = [new if tag == old else tag for tag in repo.row["tags"]]
    cast.replace_repo(i, repo.with_change(day, pipeline_tag=new, tags=tags))
    return Change(repo.id, "pipeline_tag", calendar.date(day), old, new)


def _plant_hostile_models(cast: _Cast) -> tuple[str, ...]:
    parts = ((PROBE, "text-generation"), (UNREACHABLE, "text-generation"), ("xss-probe/script-alert-3", "translation"))
    for name, category in parts:
        i = cast.pick_repo(_match_category(category))
        cast.replace_repo(i, inject_hostile_text(cast.repos[i], name))
    return tuple(name for name, _ in parts)


def _plant_twins(cast: _Cast) -> tuple[str, str]:
    for name in TWINS:
        i = cast.pick_repo(_match_category("text-generation"))
        cast.replace_repo(i, rename_repo(cast.repos[i], name))
    return TWINS


def _plant_long_name(cast: _Cast) -> str:
    i = cast.pick_repo(_match_category("text-generation"))
    return cast.replace_repo(i, rename_repo(cast.repos[i], LONG_NAME)).id


def _plant_many_tags(cast: _Cast) -> str:
    i = cast.pick_repo(_match_category("text-generation"))
    return cast.replace_repo(i, add_many_tags(cast.repos[i])).id
