"""The people's side: a small JSON API under /sandbox and the page at /."""
