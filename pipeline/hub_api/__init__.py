"""The Hub's API: one bounded request and its response, and the API's fields, links, limits and refreshes.

What does not belong here: which pages make up a day (crawl).
"""
