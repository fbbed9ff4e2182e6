"""A municipality's judgement of a solution it has tested or runs."""
