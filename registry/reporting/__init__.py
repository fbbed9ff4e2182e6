"""What coordinators see of their cooperations."""
