"""Crawl a scope into pages on disk: the plan, the crawl, the spool with its manifest and lock.

What does not belong here: single requests (hub_api), rows (warehouse).
"""
