"""Foundation of every package; imports nothing of ours."""
