"""Reading people and organisations."""
