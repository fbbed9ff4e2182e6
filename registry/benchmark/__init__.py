"""How fast the portal answers, as ratios to a bare Flask page on the same server (``python3 -m registry bench``)."""
