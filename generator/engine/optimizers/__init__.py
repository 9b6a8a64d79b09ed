"""How gradients become moves, one entry an optimizer; the table is in table.py."""
