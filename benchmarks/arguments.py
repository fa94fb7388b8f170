"""The command line of the benchmarks."""

import argparse


def make_parser(description: str | None) -> argparse.ArgumentParser:
    return argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)


def parse_numbers(description: str | None, **defaults: int) -> dict[str, int]:
    """Parse positional integers in the order of `defaults`."""
    command = make_parser(description)
    for name, default in defaults.items():
        command.add_argument(
            name, metavar=name.upper(), type=int, nargs="?", default=default, help=f"default: {default}"
        )
    return vars(command.parse_args())
