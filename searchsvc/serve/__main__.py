"""``python -m searchsvc.serve NAME PARENT``: one process of the service, as the supervisor starts it."""

from __future__ import annotations

import logging
import sys
from importlib import import_module

from searchsvc import settings as configuration
from searchsvc.errors import SearchsvcError
from searchsvc.serve import logs
from searchsvc.serve.orphans import end_with

PROCESSES = {"web": "searchsvc.serve.web", "indexer": "searchsvc.serve.background"}
"""The module whose ``run`` each process is. The others are not loaded: they take memory, in the processes of
a pool too, which load this one."""


def main(name: str, parent: int) -> int:
    """Run the process called ``name`` until it is told to end. Returns its exit code."""
    end_with(parent)
    settings = configuration.load()
    logs.configure(settings.log_level)
    try:
        import_module(PROCESSES[name]).run(settings)
    except SearchsvcError as error:
        logging.getLogger(f"searchsvc.serve.{name}").error("%s", error)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2])))
