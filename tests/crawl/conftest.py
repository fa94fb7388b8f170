from tests.fixtures.crawls import catalogue, day, root, take  # noqa: F401
