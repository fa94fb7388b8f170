"""The asset graph. Each asset calls a function of `pipeline` for its partition."""
