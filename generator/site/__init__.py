"""What the commands make of a site: its pages (building.py), and what is taken along of one network (taken.py)."""
