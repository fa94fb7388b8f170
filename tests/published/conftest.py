from tests.fixtures.days import con, load, new_warehouse  # noqa: F401
