"""Recording, moving and importing."""
