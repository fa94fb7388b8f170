"""A small, faithful stand-in for the Hub's metadata API: invented days, served over real HTTP on loopback.

It serves `almanac demo` and is the Hub of every test. What belongs here: the days (`days`, `world` and
what they are made of), and the server that shows one day at a time (`server` and what it is made of). What does not:
anything that reads a Hub. Nothing in here imports the rest of `pipeline`.
"""
