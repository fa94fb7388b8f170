"""Copy, publish, verify and restore the database; remove a day from it.

Does not belong here: reading the published file (published).
"""
