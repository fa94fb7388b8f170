"""From a scope to pages on disk: what to ask, the walk, the spool and its manifest, and who holds it.

What belongs here: everything between the Hub's answers and the warehouse. What does not: one request (hub_api), and the rows (warehouse).
"""
