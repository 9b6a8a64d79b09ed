"""What is said of this project's own content holds for no other: where the site has another title, it is not asked."""

import tomllib
from pathlib import Path

CONTENT = Path(__file__).resolve().parents[3] / "content"
SITE = tomllib.loads((CONTENT / "site.toml").read_text(encoding="utf-8"))

collect_ignore_glob = [] if SITE["title"] == "Backpropagation Visualizer" else ["test_*.py"]
