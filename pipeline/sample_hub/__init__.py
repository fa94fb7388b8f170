"""Serve invented days of the Hub's metadata API over real HTTP on loopback, for `almanac demo` and for tests.

`world` and its parts invent the days; `server` and its parts show one day at a time. Code that reads a Hub belongs
elsewhere, and nothing here imports the rest of `pipeline` except its basic modules.
"""
