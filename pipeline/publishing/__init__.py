"""Copy, publish, verify and restore the database; remove a day from it.

Reading the published file belongs in pipeline/published.
"""
