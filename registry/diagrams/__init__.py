"""What is shown of flows, forms and bots: pictures, texts, previews; pure functions of what the readers yield."""
