"""Export published relations: one file per relation and day, a data card, and a dataset repo on the Hub."""
