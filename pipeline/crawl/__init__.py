"""Crawl a scope into pages on disk: plan, crawl, spool, manifest, lock. Single requests: hub_api; rows: warehouse."""
