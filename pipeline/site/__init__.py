"""The day's pages, feeds and data files, built from the published database.

What belongs here: pages, feeds, JSON, badges, the living document, and escaping for each of them. What does not: queries that commands
need too (published), and any server or outside request.
"""
