"""Unique invented repo names, with makers of very different output.

Scope: names. The words come from `words`.
"""

import random

from pipeline.sample_hub.words import ENDINGS, FAMILIES, MAKER_ENDINGS, MAKERS, SIZES, TOPICS


class Names:
    """Draws repo ids, no two alike, not even but for letter case."""

    def __init__(self, rng: random.Random) -> None:
        """Start with no name taken."""
        self._rng = rng
        self._taken: set[str] = set()
        self._makers, self._families, self._topics = MAKERS.split(), FAMILIES.split(), TOPICS.split()

    def maker(self) -> str:
        """A maker; the first few in the vocabulary publish the most."""
        skewed = int(len(self._makers) * self._rng.random() ** 1.7)
        return self._makers[skewed] + self._rng.choice(MAKER_ENDINGS)

    def model(self) -> str:
        """A name for an original model."""
        rng = self._rng
        return self._unique(f"{self.maker()}/{rng.choice(self._families)}-{rng.choice(SIZES)}{rng.choice(ENDINGS)}")

    def child(self, parent: str, ending: str) -> str:
        """A name for a model derived from another one."""
        return self._unique(f"{self.maker()}/{parent.rpartition('/')[2]}{ending}")

    def dataset(self) -> str:
        """A name for a dataset."""
        rng = self._rng
        title = f"{rng.choice(self._families).lower()}-{rng.choice(self._topics)}"
        return self._unique(f"{self.maker()}/{title}{rng.choice(('', '-ko', '-v2'))}")

    def _unique(self, wanted: str) -> str:
        name, n = wanted, 1
        while name.lower() in self._taken:
            n += 1
            name = f"{wanted}-{n}"
        self._taken.add(name.lower())
        return name
