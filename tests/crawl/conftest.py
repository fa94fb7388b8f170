from tests.fixtures.crawls import catalogue, day, root, take  # noqa: F401
from tests.fixtures.days import con, new_warehouse  # noqa: F401
