"""Where this project's processes begin: the command `almanac`, and the code location that Dagster's servers load.

`pipeline` and `assets` are names that other projects use too. One of them on PYTHONPATH, or in the working folder, would be found
before ours; this module's name is ours alone, and it makes Python look for both beside this file.
"""

import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from pathlib import Path
from types import ModuleType
from typing import Any

ROOT = Path(__file__).resolve().parent
PACKAGES = ("pipeline", "assets")


class OwnPackages(MetaPathFinder):
    """Finds this project's packages beside this file, whatever else of their names is on sys.path."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """The package's place; None for every other module, and for what is in a package: Python looks for that in its folder."""
        return PathFinder.find_spec(fullname, [str(ROOT)], target) if fullname in PACKAGES else None


def use_own_packages() -> None:
    """Let `import pipeline` and `import assets` mean this project's, and forget others of the name that were imported before."""
    if any(isinstance(finder, OwnPackages) for finder in sys.meta_path):
        return
    sys.meta_path.insert(0, OwnPackages())
    for name in PACKAGES:
        known = getattr(sys.modules.get(name), "__path__", None)
        if known is not None and str(ROOT / name) in list(known):
            continue
        for module in [loaded for loaded in sys.modules if loaded == name or loaded.startswith(f"{name}.")]:
            del sys.modules[module]


def main() -> None:
    """Run the command line."""
    use_own_packages()
    from pipeline.cli.main import run  # noqa: PLC0415  not before its place is known

    run()


def definitions() -> Any:
    """What Dagster loads: the project's dagster.Definitions."""
    use_own_packages()
    from pipeline.config import Home  # noqa: PLC0415  not before its place is known
    from pipeline.user_paths import set_default_folders  # noqa: PLC0415

    set_default_folders(Home.from_env().root)  # the next import fails in a process without a user's folder
    from pipeline.definitions import defs  # noqa: PLC0415

    return defs


if __name__ == "__main__":
    main()
