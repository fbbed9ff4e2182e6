"""Comparing by LIKE."""


def like_escaped(text: str) -> str:
    """`text` for LIKE with a backslash as escape, its wildcards taken literally."""
    return text.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_")
