-- The states of each repo in the archived days, by what describes it: `layer` numbers those of one repo, which are matched one after
-- another; `number` is the place of its first row. On a single day, each row is a state. `archived_version` collects the result.
-- requires: $layer, $states
-- creates: temp.archived_state, temp.archived_version
CREATE OR REPLACE TEMP TABLE archived_version (number INTEGER, repo INTEGER, version USMALLINT);
CREATE OR REPLACE TEMP TABLE archived_state AS SELECT $layer AS layer, number, identity, raw, first, last FROM ($states);
