"""The texts people read, in English and Korean."""
