"""The face: form renderer, components, formats, middleware. It knows the base and nothing else."""
