"""What can be done with drafts and releases, one module per concern; none of them commits."""
