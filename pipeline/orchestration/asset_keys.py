"""The keys and the pool of the assets: a prefix separates them from other teams' in the same instance."""

import dagster as dg

from pipeline.config import read_asset_prefix

ASSET_PREFIX = read_asset_prefix()
WAREHOUSE_POOL = ASSET_PREFIX  # one file, one writer: one run at a time


def asset_key(name: str) -> dg.AssetKey:
    return dg.AssetKey([ASSET_PREFIX, name])
