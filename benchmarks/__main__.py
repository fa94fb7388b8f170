"""`make bench`: every benchmark at a size that takes a minute or two. `python -m benchmarks.crawl 4600000` is the whole Hub."""

from benchmarks import crawl

crawl.main(400_000)
