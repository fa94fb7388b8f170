"""The published file: an atomic copy of the warehouse for readers, and the checks that it is whole.

What belongs here: copying, publishing, verifying, restoring, forgetting a day. What does not: reading the file (published).
"""
