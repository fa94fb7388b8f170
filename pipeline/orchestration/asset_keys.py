"""The keys of the assets: a prefix separates them from other teams' assets in the same instance."""

import dagster as dg

from pipeline.config import read_asset_prefix

ASSET_PREFIX = read_asset_prefix()


def asset_key(name: str) -> dg.AssetKey:
    return dg.AssetKey([ASSET_PREFIX, name])
