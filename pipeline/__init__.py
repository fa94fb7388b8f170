"""Answer imports of pandas at once, if it is not installed.

DuckDB tries to import it for each parameter of a statement and each item of a list, and Python looks for an absent
module in every folder of its path each time: a tenth of the CPU time of a small day, a quarter under pytest's import hook.
"""

import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.util import find_spec
from types import ModuleType


class AbsentPandas(MetaPathFinder):
    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname == "pandas":
            raise ModuleNotFoundError("No module named 'pandas'", name="pandas")
        return None


if not any(isinstance(finder, AbsentPandas) for finder in sys.meta_path) and find_spec("pandas") is None:
    sys.meta_path.insert(0, AbsentPandas())
