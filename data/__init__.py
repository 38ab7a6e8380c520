"""Bundled files; the package reads them through ``whimkg.base.resources``."""
