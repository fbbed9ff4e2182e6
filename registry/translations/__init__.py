"""English for every German sentence of the program: the catalogue, and the commands that keep it complete."""
