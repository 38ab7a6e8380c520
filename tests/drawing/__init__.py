"""What ``tests/picture.py`` draws with."""
