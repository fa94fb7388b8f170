"""The command line of the benchmarks: numbers, and `--help` that explains them."""

import argparse


def make_parser(description: str | None) -> argparse.ArgumentParser:
    """A parser whose help is the module's docstring."""
    return argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)


def parse_numbers(description: str | None, **defaults: int) -> dict[str, int]:
    """Read whole numbers from the command line, in the order of `defaults`; those that are left out keep their default."""
    command = make_parser(description)
    for name, default in defaults.items():
        command.add_argument(
            name, metavar=name.upper(), type=int, nargs="?", default=default, help=f"default: {default}"
        )
    return vars(command.parse_args())
