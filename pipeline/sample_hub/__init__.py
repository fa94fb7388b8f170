"""Serve invented days of the Hub's metadata API over HTTP on loopback, for `almanac demo` and tests.

`world` and its parts invent the days; `server` and its parts show one day at a time.
"""
