"""One request to the Hub, and what is known of its API: fields, limits, links, refreshes.

What belongs here: asking, within bounds of bytes, time and rate, and judging an answer. What does not: which pages make a day (crawl).
"""
