"""Measurements: this engine beside others over the same texts, and the service over HTTP."""
