"""The yardstick: one Flask page that does nothing."""

from flask import Flask

app = Flask("bare")


@app.get("/")
def hello() -> str:
    """A word."""
    return "Hallo"
