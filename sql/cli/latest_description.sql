-- What is known of the repo, as last observed.
-- requires: $id, $kind
SELECT * FROM descriptions_of($id) WHERE kind = $kind ORDER BY to_date DESC LIMIT 1;
