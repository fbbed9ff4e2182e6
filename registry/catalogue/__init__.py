"""The nouns everybody reads: solutions, their releases and files, and what is derived from them."""
