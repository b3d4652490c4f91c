"""Serving: a supervisor, below it the workers, and the process that indexes and does tasks.

``starting.run(settings)`` is how it begins. ``supervisor`` starts and watches the processes, ``web`` and
``background`` are what runs in them, ``bridge`` and ``connection`` shield the application from slow clients,
``orphans`` ends processes whose parent is gone, and ``logs`` is how they all log.
"""
