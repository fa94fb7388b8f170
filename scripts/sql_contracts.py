"""Derive what each file of sql/ requires, creates and changes; write or check its header.

    python -m scripts.sql_contracts          # lists wrong headers
    python -m scripts.sql_contracts --write  # corrects them

Names: temp.x (temporary table or view, or a registered frame), temp.x() (temporary macro), store.x or main.x (table or
view of the database), $x (parameter). Column lists from the field registry and the database's own macros are not
listed.
"""

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field

import sqlglot
from sqlglot import exp

from pipeline.published.data_dictionary import open_empty_database
from pipeline.sql import SQL_FOLDER
from pipeline.warehouse.repo_columns import repo_statement

# They define the database, query only the published file, or change the lake.
WITHOUT_CONTRACT = ("schema", "macros", "migrations", "examples", "lake")
WIDTH = 140
HEADER = re.compile(r"^-- (requires|creates|changes): (.*)$")
CONTINUATION = re.compile(r"^--     (\S.*)$")


@dataclass
class Contract:
    """What a file requires of session and database, creates in the session, and which tables it changes."""

    requires: set[str] = field(default_factory=set)
    creates: set[str] = field(default_factory=set)
    changes: set[str] = field(default_factory=set)

    def format_header(self) -> Iterator[str]:
        for key in ("requires", "creates", "changes"):
            line = f"-- {key}:"
            for name in sorted(
                getattr(self, key), key=lambda name: (name.startswith("$"), not name.startswith("temp."), name)
            ):
                comma = "" if line.endswith(":") else ","
                if len(line) + len(name) > WIDTH:
                    yield line + comma
                    line, comma = "--    ", ""
                line += f"{comma} {name}"
            if getattr(self, key):
                yield line


def list_files() -> list[str]:
    """List the files that have a contract, as `statement` names them."""
    files = (file.relative_to(SQL_FOLDER).with_suffix("") for file in SQL_FOLDER.glob("*/*.sql"))
    return sorted(file.as_posix() for file in files if file.parts[0] not in WITHOUT_CONTRACT)


def parse_statements(text: str) -> list[exp.Expr]:
    return [tree for tree in sqlglot.parse(text, read="duckdb") if isinstance(tree, exp.Expr)]


def list_relations() -> frozenset[str]:
    with open_empty_database() as con:
        query = "SELECT schema_name || '.' || table_name FROM duckdb_tables() UNION ALL SELECT schema_name || '.' || view_name FROM duckdb_views()"
        return frozenset(name for (name,) in con.execute(query).fetchall())


def derive_contract(text: str, database: frozenset[str], macros: frozenset[str]) -> Contract:
    """Derive the contract of a file's text. `macros`: the names of all temporary macros."""
    contract = Contract()
    for tree in parse_statements(text):
        target = (
            tree.this.find(exp.Table) if isinstance(tree, (exp.Create, exp.Insert, exp.Update, exp.Delete)) else None
        )
        if isinstance(tree, exp.Create):
            if tree.kind in ("FUNCTION", "MACRO"):
                contract.creates.add(f"temp.{tree.this.this.name}()")
            elif target is not None:
                contract.creates.add(f"temp.{target.name}")
        elif target is not None:
            contract.changes.add(_qualify_relation(target, database))
        for name in _find_read_relations(tree, target, database):
            if name not in contract.creates:
                contract.requires.add(name)
        for call in tree.find_all(exp.Anonymous):
            if call.name in macros and f"temp.{call.name}()" not in contract.creates:
                contract.requires.add(f"temp.{call.name}()")
    contract.requires |= set(re.findall(r"\$\w+", re.sub(r"--.*|'[^']*'", "", text)))
    return contract


def _find_read_relations(tree: exp.Expr, target: exp.Expr | None, database: frozenset[str]) -> Iterator[str]:
    """Yield the relations that a statement reads, without its own common table expressions."""
    own_ctes = {cte.alias for cte in tree.find_all(exp.CTE)}
    for table in tree.find_all(exp.Table):
        if table is target or not isinstance(table.this, exp.Identifier) or (not table.db and table.name in own_ctes):
            continue
        yield _qualify_relation(table, database)


def _qualify_relation(table: exp.Table, database: frozenset[str]) -> str:
    if table.db:
        return f"{table.db}.{table.name}"
    return f"main.{table.name}" if f"main.{table.name}" in database else f"temp.{table.name}"


def parse_header(text: str) -> Contract:
    contract, key = Contract(), ""
    for line in text.splitlines():
        if match := HEADER.match(line):
            key, names = match.groups()
        elif key and (match := CONTINUATION.match(line)):
            names = match[1]
        else:
            key = ""
            continue
        getattr(contract, key).update(name.strip() for name in names.split(",") if name.strip())
    return contract


def replace_header(text: str, contract: Contract) -> str:
    """Return the text with the contract after its opening comment."""
    lines, key = [], ""
    for line in text.splitlines():
        if (match := HEADER.match(line)) or (key and CONTINUATION.match(line)):
            key = match[1] if match else key
            continue
        key = ""
        lines.append(line)
    insert_index = next((number for number, line in enumerate(lines) if not line.startswith("--")), len(lines))
    return "\n".join([*lines[:insert_index], *contract.format_header(), *lines[insert_index:]]) + "\n"


def derive_contracts() -> dict[str, tuple[str, Contract]]:
    """Return text and derived contract of each file that has one, by name."""
    database = list_relations()
    texts = {name: repo_statement(name) for name in list_files()}
    macros = frozenset(
        tree.this.this.name
        for text in texts.values()
        for tree in parse_statements(text)
        if isinstance(tree, exp.Create) and tree.kind in ("FUNCTION", "MACRO")
    )
    return {
        name: ((SQL_FOLDER / f"{name}.sql").read_text(encoding="utf-8"), derive_contract(text, database, macros))
        for name, text in texts.items()
    }


def main(arguments: list[str]) -> int:
    wrong_headers = {
        name: (text, contract)
        for name, (text, contract) in derive_contracts().items()
        if parse_header(text) != contract
    }
    for name, (text, contract) in wrong_headers.items():
        if "--write" in arguments:
            (SQL_FOLDER / f"{name}.sql").write_text(replace_header(text, contract), encoding="utf-8")
        else:
            print(f"sql/{name}.sql: wrong header; run `python -m scripts.sql_contracts --write`.")
    return 0 if "--write" in arguments else bool(wrong_headers)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
