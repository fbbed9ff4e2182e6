"""What people and organisations do to their accounts, memberships and profiles."""
