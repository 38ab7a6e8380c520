"""The official tools judge the exports: ``.ci/tools`` runs each in an environment of its own.

None of these modules is a test; each is a program, and imports its tool only when it runs.
"""
