import random

from pipeline.sample_hub.words import ENDINGS, FAMILIES, MAKER_ENDINGS, MAKERS, SIZES, TOPICS


class NameGenerator:
    """Draws repo ids that are unique even when letter case is ignored."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self._used_names: set[str] = set()
        self._makers, self._families, self._topics = MAKERS.split(), FAMILIES.split(), TOPICS.split()

    def draw_maker(self) -> str:
        """Draw a maker; the first ones publish the most."""
        index = int(len(self._makers) * self._rng.random() ** 1.7)
        return self._makers[index] + self._rng.choice(MAKER_ENDINGS)

    def draw_model(self) -> str:
        rng = self._rng
        return self._make_unique(
            f"{self.draw_maker()}/{rng.choice(self._families)}-{rng.choice(SIZES)}{rng.choice(ENDINGS)}"
        )

    def draw_child(self, parent: str, ending: str) -> str:
        return self._make_unique(f"{self.draw_maker()}/{parent.rpartition('/')[2]}{ending}")

    def draw_dataset(self) -> str:
        rng = self._rng
        title = f"{rng.choice(self._families).lower()}-{rng.choice(self._topics)}"
        return self._make_unique(f"{self.draw_maker()}/{title}{rng.choice(('', '-ko', '-v2'))}")

    def _make_unique(self, base_name: str) -> str:
        name, n = base_name, 1
        while name.lower() in self._used_names:
            n += 1
            name = f"{base_name}-{n}"
        self._used_names.add(name.lower())
        return name
