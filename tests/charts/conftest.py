"""The home that the command line's tests read, too."""

from tests.cli.conftest import published, story_world

__all__ = ["published", "story_world"]
