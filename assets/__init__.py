"""The asset graph: which assets there are, their dependencies and metadata. Each asset calls a function of `pipeline` for its partition."""
