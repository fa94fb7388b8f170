-- Repos never seen before, in the order of their _id, which begins with the second of their making: numbered so, neighbours in the
-- file are of one age.
-- requires: temp.placed
-- creates: temp.arrived, temp.newcomer
CREATE OR REPLACE TEMP TABLE arrived AS
SELECT rowid AS place, kind, oid, raw FROM placed WHERE fresh ORDER BY kind DESC, oid;

CREATE OR REPLACE TEMP VIEW newcomer AS SELECT getvariable('newest') + 1 + rowid AS repo, * FROM arrived;
