"""From the model of a flow to a picture: SVG without script, link or style, the same on every machine.

`pictures` is what other packages call; `svg` puts one drawing together from shapes, routes and lettering.
"""
