"""Build the JSON Schema of the JSON API."""

import json
import re

import msgspec

from pipeline.site import api_types as types


def build_schema() -> dict[str, object]:
    """Return the JSON Schema (2020-12) of all files; `$defs` has each struct by its snake_case name.

    Additional keys are allowed, because version 1 may gain keys.
    """
    files = (
        types.Index,
        types.Categories,
        types.Board,
        types.Repo,
        types.Featured,
        types.Movers,
        types.Scorecard,
        types.Quality,
        types.Health,
    )
    _, components = msgspec.json.schema_components(files, ref_template="#/$defs/{name}")
    definitions = re.sub(
        r'"#/\$defs/(\w+)"', lambda match: f'"#/$defs/{_snake_case(match[1])}"', json.dumps(components)
    )
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Hub Almanac API, version 1",
        "description": "Each file of api/v1/ is one of $defs. `unit` is what a number counts. Unknown is null, never 0.",
        "$defs": {_snake_case(name): part for name, part in json.loads(definitions).items()},
    }


def _snake_case(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()
