from tests.fixtures.days import con, load  # noqa: F401
