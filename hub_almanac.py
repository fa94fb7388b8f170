"""The entry points: the command `almanac`, and the code location for Dagster.

Other projects also have packages named `pipeline` and `assets`, which PYTHONPATH or the working folder could put first. This module has a
unique name, and makes Python import both from its own folder.
"""

import atexit
import gc
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
    """Finds this project's packages before others of the same names."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Return a package's spec; None for other modules, including submodules, which Python finds itself."""
        return PathFinder.find_spec(fullname, [str(ROOT)], target) if fullname in PACKAGES else None


def use_own_packages() -> None:
    """Make `import pipeline` and `import assets` import this project's, dropping others imported before."""
    if any(isinstance(finder, OwnPackages) for finder in sys.meta_path):
        return
    sys.meta_path.insert(0, OwnPackages())
    for name in PACKAGES:
        known = getattr(sys.modules.get(name), "__path__", None)
        if known is not None and str(ROOT / name) in list(known):
            continue
        for module in [loaded for loaded in sys.modules if loaded == name or loaded.startswith(f"{name}.")]:
            del sys.modules[module]


def end_quickly() -> None:
    """At exit, do not search the modules for garbage: with Dagster's, that takes a fifth of a short process's time."""
    atexit.register(gc.freeze)


def main() -> None:
    end_quickly()
    use_own_packages()
    from pipeline.cli.main import run  # noqa: PLC0415  after use_own_packages

    run()


def definitions() -> Any:
    """Return the project's dagster.Definitions."""
    _prepare_code_location()
    from pipeline.definitions import defs  # noqa: PLC0415

    return defs


def demo_definitions() -> Any:
    """Return the dagster.Definitions of a demo's home, whose Hub is the sample Hub at HF_ENDPOINT."""
    _prepare_code_location()
    from pipeline.definitions import build_definitions  # noqa: PLC0415
    from pipeline.orchestration.resources import AlmanacHome, Hub  # noqa: PLC0415

    return build_definitions(AlmanacHome(), Hub(anonymous=True, stand_in=True), automatic=False)


def _prepare_code_location() -> None:
    end_quickly()
    use_own_packages()
    from pipeline.config import Home  # noqa: PLC0415  after use_own_packages
    from pipeline.user_paths import set_default_folders  # noqa: PLC0415

    set_default_folders(Home.from_env().root)  # importing the definitions fails without a user's folder


if __name__ == "__main__":
    main()
