"""`make bench`: every benchmark at a size that takes a few minutes. The whole Hub: `python -m benchmarks.crawl 4600000`,
`python -m benchmarks.day 4000000` and `python -m benchmarks.warehouse 4000000 70` (a quarter of an hour). Days that are loaded again:
`python -m benchmarks.replace 400000` (ten minutes). What readers wait for after a year of days:
`python -m benchmarks.questions` (three quarters of an hour, most of it for making the year)."""

from benchmarks import crawl, day, warehouse

if __name__ == "__main__":  # the load runs in a process of its own, which imports this module
    crawl.main(400_000)
    day.main(400_000)
    warehouse.main(400_000, 70)
