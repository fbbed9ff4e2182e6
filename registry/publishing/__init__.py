"""The way of a solution from an uploaded file to a published release, and what happens to it afterwards."""
