"""Pictures under a limit of memory: drawn where they can be, else one sentence, and the process lives."""

import json
import subprocess
import sys

import pytest

from pipeline.orchestration.previews.render import render

BAR = {
    "mark": "bar",
    "data": {"values": [{"a": "x"}]},
    "encoding": {"x": {"field": "a", "type": "nominal"}},
}
LIMITED = """
import json, resource, sys
from pipeline.orchestration.previews.render import NoPicture, render
resource.setrlimit(getattr(resource, sys.argv[1]), (int(sys.argv[2]),) * 2)
said = []
for _ in range(3):
    try:
        said.append(render(json.loads(sys.argv[3])))
    except NoPicture as error:
        said.append("NoPicture: " + str(error))
print(json.dumps(said))
"""


def limited(limit: str, size: int) -> tuple[list[str], str]:
    words = [sys.executable, "-c", LIMITED, limit, str(size), json.dumps(BAR)]
    done = subprocess.run(words, capture_output=True, text=True, timeout=60, check=True)
    return json.loads(done.stdout), done.stderr


@pytest.mark.parametrize(
    ("limit", "size"), [("RLIMIT_AS", 4 << 30), ("RLIMIT_AS", 1 << 30), ("RLIMIT_DATA", 300 << 20)]
)
def test_where_none_can_be_drawn_the_process_lives_and_says_so(limit: str, size: int):
    said, stderr = limited(limit, size)
    assert (
        len(said) == 3 and len(set(said)) == 1 and said[0].startswith("NoPicture: ") and len(stderr.splitlines()) == 1
    )


def test_with_enough_memory_they_are_drawn_as_ever():
    said, _ = limited("RLIMIT_DATA", 4 << 30)
    assert said == [render(BAR)] * 3 and said[0].startswith("<svg")
