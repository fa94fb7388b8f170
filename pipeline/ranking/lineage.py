"""Families: from which model a model descends, as the Hub's `base_model:` tags tell. Pure."""

from collections.abc import Mapping


def find_root(name: str, base_by_name: Mapping[str, str | None]) -> str:
    """The name at the end of the chain of base models; of several bases the first counts.

    A base that is not known ends the chain: it is the root. In a circle of models that name each other, the alphabetically
    first one stands for all of them.
    """
    chain = [name]
    while base := base_by_name.get(chain[-1]):
        if base in chain:
            return min(chain[chain.index(base) :])
        chain.append(base)
    return chain[-1]
