"""`make bench`: each named benchmark at a size that takes a few minutes, crawl, day and warehouse by default.

    python -m benchmarks [crawl] [day] [warehouse]

The whole Hub: `python -m benchmarks.crawl 4600000`, `python -m benchmarks.day 4000000` and `python -m benchmarks.warehouse 4000000 70`
(a quarter of an hour). Days that are loaded again: `python -m benchmarks.replace 400000` (ten minutes). What readers wait for after a
year of days: `python -m benchmarks.questions` (three quarters of an hour, most of it for making the year).
"""

from benchmarks import crawl, day, warehouse
from benchmarks.arguments import make_parser

BENCHMARKS = {
    "crawl": lambda: crawl.main(400_000),
    "day": lambda: day.main(400_000),
    "warehouse": lambda: warehouse.main(400_000, 70),
}

if __name__ == "__main__":  # the load runs in a process of its own, which imports this module
    command = make_parser(__doc__)
    command.add_argument("names", metavar="NAME", nargs="*")
    names = command.parse_args().names or BENCHMARKS
    if unknown := [name for name in names if name not in BENCHMARKS]:
        command.error(f"unknown benchmark {unknown[0]}; there are {', '.join(BENCHMARKS)}")
    for name in names:
        BENCHMARKS[name]()
