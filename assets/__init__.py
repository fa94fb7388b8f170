"""The asset graph: take the partition, call a function of `pipeline`, return what the UI shows.

What belongs here: which assets there are, what each depends on, and its metadata. What does not: how anything is made.
"""
