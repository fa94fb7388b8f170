"""Build the day's pages, feeds, JSON, badges and Markdown from the published database; each escapes its texts.

Queries that commands share belong in published. The site needs no server and sends no requests.
"""
