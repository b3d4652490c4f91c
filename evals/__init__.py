"""How well copy is read: figures on labelled sets that are kept beside the checkout."""
