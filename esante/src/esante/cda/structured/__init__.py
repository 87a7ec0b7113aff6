"""Documents «niveau 3»: one module per volet, written strictly, read leniently."""
