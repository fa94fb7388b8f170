"""The published file: a copy of the warehouse for readers, made whole, and proofs that it is."""
