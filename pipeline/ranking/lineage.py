"""Find a model's root through the Hub's `base_model:` tags."""

from collections.abc import Mapping


def find_root(name: str, base_by_name: Mapping[str, str | None]) -> str:
    """Follow the first base models to the end of the chain.

    An unknown base is a root. A cycle's root is its alphabetically first model.
    """
    chain = [name]
    while base := base_by_name.get(chain[-1]):
        if base in chain:
            return min(chain[chain.index(base) :])
        chain.append(base)
    return chain[-1]
