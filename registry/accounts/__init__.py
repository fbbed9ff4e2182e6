"""People, municipalities and cooperations: who belongs where, may act for whom, and is signed in."""
