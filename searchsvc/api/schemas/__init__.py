"""What goes in and what comes out, as marshmallow schemas: the only description of both.

``searching`` and ``articles`` and ``tasks`` read parameters and describe answers; answers are
built as plain structures (see ``searchsvc.api.answers``), and tests load each into its schema.
"""
