"""Makes `python -m generator` the command line of generator/cli.py."""

from generator.cli import main

main(prog_name="python -m generator")
