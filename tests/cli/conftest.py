from tests.fixtures.commands import ask, inside  # noqa: F401
