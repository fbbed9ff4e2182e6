"""What is shown of flows, forms and bots: pictures, texts, previews; pure functions of what the readers yield.

`pictures` draws: SVG without script, link or style, the same on every machine; `text` tells the flow in words.
"""
