"""Pay by a bonus scheme, to the cent: what overview and compensation share."""
