"""Find a model's root through the Hub's `base_model:` tags. Pure."""

from collections.abc import Mapping


def find_root(name: str, base_by_name: Mapping[str, str | None]) -> str:
    """Return the end of the chain of first base models.

    An unknown base ends the chain as its root. A cycle is represented by its alphabetically first model.
    """
    chain = [name]
    while base := base_by_name.get(chain[-1]):
        if base in chain:
            return min(chain[chain.index(base) :])
        chain.append(base)
    return chain[-1]
