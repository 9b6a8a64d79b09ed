"""Files of others -> what the engine works on: one module a format; table.py lists those of models."""
