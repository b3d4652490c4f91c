"""``python -m searchsvc``: the same as the command."""

from searchsvc.cli import main

main(prog_name="searchsvc")
