"""Import the Hub's past from archives: read a source as normalized Parquet pieces, then load them into the warehouse.

What belongs here: addresses and formats of archives, their known bad days, and the shelf of imported pieces. What does not: what follows from
several days (warehouse, marts).
"""
