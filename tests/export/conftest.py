from tests.fixtures.commands import ask, inside  # noqa: F401
from tests.fixtures.days import new_warehouse  # noqa: F401
