"""Run benchmarks (`make bench`) at a size that takes minutes; by default crawl, day and warehouse.

    python -m benchmarks [crawl] [day] [warehouse]

Longer ones:

    python -m benchmarks.crawl 4600000           the whole Hub, with the next two: 15 minutes
    python -m benchmarks.day 4000000
    python -m benchmarks.warehouse 4000000 70
    python -m benchmarks.replace 400000          reloaded days: 10 minutes
    python -m benchmarks.imports 2600000 30 3000000   a month of names and a whole day
    python -m benchmarks.lake 4000000            three days into the lake: 10 minutes
    python -m benchmarks.questions               readers' waiting times after a year: 45 minutes
"""

from benchmarks import crawl, day, warehouse
from benchmarks.arguments import make_parser

BENCHMARKS = {
    "crawl": lambda: crawl.main(400_000),
    "day": lambda: day.main(400_000),
    "warehouse": lambda: warehouse.main(400_000, 70),
}

if __name__ == "__main__":  # spawned processes import this module
    command = make_parser(__doc__)
    command.add_argument("names", metavar="NAME", nargs="*")
    names = command.parse_args().names or BENCHMARKS
    if unknown := [name for name in names if name not in BENCHMARKS]:
        command.error(f"Unknown benchmark {unknown[0]}; choose from {', '.join(BENCHMARKS)}.")
    for name in names:
        BENCHMARKS[name]()
