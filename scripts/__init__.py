"""Scripts for maintainers, run on a checkout as `python -m scripts.NAME`; not part of the installed package."""
