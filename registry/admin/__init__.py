"""Running the portal: municipalities, cooperations, accounts, texts, feedback, audit log."""
