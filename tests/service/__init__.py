"""The whole service as its users meet it: processes started by the command, spoken to over HTTP."""
