from tests.fixtures.days import con, load, new_warehouse, translation_warehouse  # noqa: F401
