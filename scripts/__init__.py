"""What maintainers run on a checkout: `python -m scripts.NAME`. Nothing here is part of the installed package."""
