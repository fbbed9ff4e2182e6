"""Mails to send, written in the transaction of their cause and delivered after it."""
