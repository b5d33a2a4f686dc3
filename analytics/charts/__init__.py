"""Charts of the analyses' results; the only room that knows plotly."""
