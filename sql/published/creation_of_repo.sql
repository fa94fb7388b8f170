-- Creation time of the repo, as last observed.
-- requires: $id, $kind
SELECT arg_max(created_at, to_date) FROM descriptions_of($id) WHERE kind = $kind;
