"""Lock the spool: two crawls would overwrite each other's pages."""

from contextlib import AbstractContextManager
from pathlib import Path

from pipeline.folder_lock import lock_folder


def spool_lock(root: Path, timeout: float = 7200.0) -> AbstractContextManager[None]:
    """Lock the spool below `root`, waiting up to `timeout` seconds. Raises what `lock_folder` raises."""
    return lock_folder(root, timeout, "another_crawl", "spool_unusable")
