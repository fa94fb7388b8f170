"""Plants the story of a sample world: picks repos for each fate and alters them.

Scope: which repo meets which fate, and when. What the fates are is told in `story`; hostile text is in `hostile`.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass, replace

from pipeline.sample_hub.adversarial_text import LONG_NAME, PROBE, TWINS, UNREACHABLE, overtagged, probe, renamed
from pipeline.sample_hub.datasets import TEXT
from pipeline.sample_hub.featured import FAVOURITES
from pipeline.sample_hub.models import CHILDREN
from pipeline.sample_hub.repos import Growth, Repo
from pipeline.sample_hub.story import Change, Deleted, Launch, Renamed, Returned, Reused, Story, Surge
from pipeline.sample_hub.timeline import Calendar, iso
from pipeline.sample_hub.words import DOCUMENTED_TASKS

LAUNCHES = ((0.3, "text-generation"), (0.62, "image-text-to-text"), (0.9, "any-to-any"))


class _Cast:
    """The repos of one kind; gives out each at most once for a part in the story."""

    def __init__(self, rng: random.Random, repos: list[Repo]) -> None:
        self._rng = rng
        self.repos = repos
        self._free = [i for i, repo in enumerate(repos) if repo.born < -30]
        rng.shuffle(self._free)

    def pick(self, wanted: Callable[[Repo], bool] = lambda _: True) -> int:
        """The place of a repo without a part that is as wanted."""
        for i in self._free:
            if wanted(self.repos[i]):
                self._free.remove(i)
                return i
        raise ValueError("the sample world is too small to plant its story")

    def alter(self, i: int, repo: Repo) -> Repo:
        """Put another version of a repo in its place."""
        self.repos[i] = repo
        return repo


@dataclass(frozen=True)
class Plot:
    """A planted world: its repos, its facts, and the day numbers the counters need."""

    models: list[Repo]
    datasets: list[Repo]
    story: Story
    redirects: tuple[tuple[str, str, int], ...]
    """(qualified old name, new name, first day)."""


def plant(rng: random.Random, calendar: Calendar, models: list[Repo], datasets: list[Repo]) -> Plot:
    """Plant every fact of the story among drawn repos; takes the lists over."""
    cast, sets = _Cast(rng, models), _Cast(rng, datasets)
    popular = _liked(20, 400)
    surges = [_surge(cast, calendar, n, task.slug) for n, task in enumerate(DOCUMENTED_TASKS)]
    surges.append(_surge(sets, calendar, len(surges), TEXT))
    legacy = cast.repos[cast.pick(popular)].id
    disabled = cast.pick()
    cast.alter(disabled, replace(cast.repos[disabled], row=cast.repos[disabled].row | {"disabled": True}))
    renaming = _rename(cast, calendar, "velmora-foundation", popular)
    set_renaming = _rename(sets, calendar, "velmora-data", _liked(2, 400))
    reused = _reuse(rng, cast, calendar)
    hostile_set = sets.pick(_in(TEXT))
    sets.alter(hostile_set, probe(sets.repos[hostile_set], "xss-probe/svg-onload-alert-2"))

    story = Story(
        frozen_day=calendar.date(calendar.at(0.7)),
        rollback_day=calendar.date(calendar.at(0.55)),
        rolled_back=tuple(cast.repos[cast.pick(_downloaded)].id for _ in range(3)),
        renamed=renaming,
        renamed_dataset=set_renaming,
        legacy=(legacy.split("/")[1].lower(), legacy),
        deleted=_delete(cast, calendar, popular),
        deleted_dataset=_delete(sets, calendar, _liked(2, 400)),
        returned=_vanish(cast, calendar),
        reused=reused,
        licence_change=_relicense(cast, calendar),
        gated_change=_gate(cast, calendar),
        pipeline_tag_change=_retag(cast, calendar),
        surges=tuple(surges),
        launches=tuple(_launch(rng, cast, calendar, share, slug) for share, slug in LAUNCHES),
        disabled=cast.repos[disabled].id,
        hostile=_hostile(cast),
        hostile_dataset=sets.repos[hostile_set].id,
        unreachable=UNREACHABLE,
        case_twins=_twins(cast),
        long_name=_long_name(cast),
        many_tags=_many_tags(cast),
        featured=tuple(favourite.id for favourite in FAVOURITES),
    )
    redirects = (
        (f"models/{story.legacy[0]}", story.legacy[1], 0),
        (f"models/{renaming.old}", renaming.new, calendar.index(renaming.date)),
        (f"datasets/{set_renaming.old}", set_renaming.new, calendar.index(set_renaming.date)),
    )
    return Plot(cast.repos, sets.repos, story, redirects)


def _in(category: str) -> Callable[[Repo], bool]:
    return lambda repo: repo.category == category and repo.row.get("pipeline_tag") in (category, None)


def _liked(least: int, most: int) -> Callable[[Repo], bool]:
    return lambda repo: least <= repo.growth.likes <= most


def _downloaded(repo: Repo) -> bool:
    return repo.growth.downloads_all_time > 2_000


def _surge(cast: _Cast, calendar: Calendar, n: int, category: str) -> Surge:
    in_category = _in(category)
    i = cast.pick(lambda repo: in_category(repo) and repo.growth.likes < 30 and repo.growth.likes_rate < 0.2)
    # Spread over the last ten days, the last but one at the latest, so that each shows as a surge and not as a launch.
    day = calendar.length - 1 - min(2 + (n * 3) % 8, calendar.length - 3)
    repo = cast.repos[i]
    cast.alter(i, replace(repo, growth=replace(repo.growth, surge_from=day)))
    return Surge(repo.id, category, calendar.date(day))


def _rename(cast: _Cast, calendar: Calendar, author: str, wanted: Callable[[Repo], bool]) -> Renamed:
    i, day = cast.pick(wanted), calendar.at(0.35)
    old = cast.repos[i].id
    new = f"{author}/{old.split('/')[1]}"
    cast.alter(i, cast.repos[i].changed(day, id=new, author=author))
    return Renamed(old, new, calendar.date(day))


def _delete(cast: _Cast, calendar: Calendar, wanted: Callable[[Repo], bool]) -> Deleted:
    i, day = cast.pick(wanted), calendar.at(0.45)
    repo = cast.alter(i, replace(cast.repos[i], gone=((day, calendar.length),)))
    return Deleted(repo.id, calendar.date(day))


def _vanish(cast: _Cast, calendar: Calendar) -> Returned:
    i, start, end = cast.pick(_liked(5, 400)), calendar.at(0.3), calendar.at(0.6)
    repo = cast.alter(i, replace(cast.repos[i], gone=((start, end),)))
    return Returned(repo.id, calendar.date(start), calendar.date(end))


def _reuse(rng: random.Random, cast: _Cast, calendar: Calendar) -> Reused:
    i, gone, day = cast.pick(_liked(5, 400)), calendar.at(0.4), calendar.at(0.6)
    old = cast.alter(i, replace(cast.repos[i], gone=((gone, calendar.length),)))
    new = _newborn(rng, calendar, old, day, Growth(likes_rate=1.0, debut_likes=25.0, downloads_rate=40.0))
    cast.repos.append(new)
    return Reused(old.id, old.oid, new.oid, calendar.date(day))


def _newborn(rng: random.Random, calendar: Calendar, like: Repo, day: int, growth: Growth) -> Repo:
    """A repo like another one, made in the small hours of a day."""
    created = calendar.before_snapshot(day, rng.uniform(3, 8) * 3_600)
    oid = f"{int(created.timestamp()):08x}{rng.getrandbits(64):016x}"
    tags = [tag for tag in like.row["tags"] if not tag.startswith("base_model:")]
    row = like.row | {"_id": oid, "createdAt": iso(created), "lastModified": iso(created), "gated": False, "tags": tags}
    row["childrenModelCount"] = dict.fromkeys(CHILDREN, 0)
    row.pop("baseModels", None)
    return Repo(row, like.category, day, growth)


def _launch(rng: random.Random, cast: _Cast, calendar: Calendar, share: float, category: str) -> Launch:
    model, day = cast.repos[cast.pick(_in(category))], calendar.at(share)
    growth = Growth(likes_rate=20.0, debut_likes=rng.uniform(9_000, 13_000), downloads_rate=30_000)
    repo = renamed(_newborn(rng, calendar, model, day, growth), f"haneulbit-launch/Solbaram-One-{category}")
    cast.repos.append(repo)
    return Launch(repo.id, category, calendar.date(day))


def _relicense(cast: _Cast, calendar: Calendar) -> Change:
    i = cast.pick(lambda repo: "license:mit" in repo.row["tags"] and repo.row["cardData"].get("license") == "mit")
    repo, day, new = cast.repos[i], calendar.at(0.25), "cc-by-nc-4.0"
    tags = [f"license:{new}" if tag == "license:mit" else tag for tag in repo.row["tags"]]
    cast.alter(i, repo.changed(day, tags=tags, cardData=repo.row["cardData"] | {"license": new}))
    return Change(repo.id, "license", calendar.date(day), "mit", new)


def _gate(cast: _Cast, calendar: Calendar) -> Change:
    i, day = cast.pick(lambda repo: repo.row["gated"] is False), calendar.at(0.5)
    repo = cast.alter(i, cast.repos[i].changed(day, gated="auto"))
    return Change(repo.id, "gated", calendar.date(day), "false", "auto")


def _retag(cast: _Cast, calendar: Calendar) -> Change:
    old, new = "image-text-to-text", "any-to-any"
    i, day = cast.pick(_in(old)), calendar.at(0.8)
    repo = cast.repos[i]
    tags = [new if tag == old else tag for tag in repo.row["tags"]]
    cast.alter(i, repo.changed(day, pipeline_tag=new, tags=tags))
    return Change(repo.id, "pipeline_tag", calendar.date(day), old, new)


def _hostile(cast: _Cast) -> tuple[str, ...]:
    parts = ((PROBE, "text-generation"), (UNREACHABLE, "text-generation"), ("xss-probe/script-alert-3", "translation"))
    for name, category in parts:
        i = cast.pick(_in(category))
        cast.alter(i, probe(cast.repos[i], name))
    return tuple(name for name, _ in parts)


def _twins(cast: _Cast) -> tuple[str, str]:
    for name in TWINS:
        i = cast.pick(_in("text-generation"))
        cast.alter(i, renamed(cast.repos[i], name))
    return TWINS


def _long_name(cast: _Cast) -> str:
    i = cast.pick(_in("text-generation"))
    return cast.alter(i, renamed(cast.repos[i], LONG_NAME)).id


def _many_tags(cast: _Cast) -> str:
    i = cast.pick(_in("text-generation"))
    return cast.alter(i, overtagged(cast.repos[i])).id
