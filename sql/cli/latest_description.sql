-- The repo's last observed metadata.
-- requires: $id, $kind
SELECT * FROM descriptions_of($id) WHERE kind = $kind ORDER BY to_date DESC LIMIT 1;
