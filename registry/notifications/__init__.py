"""Messages to people: who is told, and when it goes out."""
