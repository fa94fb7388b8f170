"""The day's pages, feeds and files, made from the published database: no server, no outside request."""
