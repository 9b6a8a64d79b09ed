"""Notes which programs PyTorch has run: `python -m tests.taking.record`, after a change of them, where it is installed."""

import json

from tests.taking.programs import CASES, program
from tests.taking.test_programs import RECORDED, fingerprint, run


def main() -> None:
    ran = {}
    for case, subject in CASES.items():
        text = program(subject, "torch")
        run(text)
        ran[case] = fingerprint(text)
    RECORDED.write_text(json.dumps(ran, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
