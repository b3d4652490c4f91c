"""``python -m searchsvc.serve NAME PARENT``: one process of the service, as the supervisor starts it."""

from __future__ import annotations

import logging
import sys

from searchsvc import settings as configuration
from searchsvc.errors import SearchsvcError
from searchsvc.serve import background, logs, web
from searchsvc.serve.orphans import end_with

PROCESSES = {"web": web.run, "indexer": background.run}


def main(name: str, parent: int) -> int:
    """Run the process called ``name`` until it is told to end. Returns its exit code."""
    end_with(parent)
    settings = configuration.load()
    logs.configure(settings.log_level)
    try:
        PROCESSES[name](settings)
    except SearchsvcError as error:
        logging.getLogger(f"searchsvc.serve.{name}").error("%s", error)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2])))
