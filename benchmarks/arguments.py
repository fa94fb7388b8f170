"""The command line of the benchmarks: numbers, and `--help` that explains them."""

import argparse


def parser(description: str | None) -> argparse.ArgumentParser:
    """A parser whose help is the module's docstring."""
    return argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)


def numbers(description: str | None, **defaults: int) -> dict[str, int]:
    """Read whole numbers from the command line, in the order of `defaults`; those that are left out keep their default."""
    command = parser(description)
    for name, default in defaults.items():
        command.add_argument(
            name, metavar=name.upper(), type=int, nargs="?", default=default, help=f"default: {default}"
        )
    return vars(command.parse_args())
