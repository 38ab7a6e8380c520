"""What whimkg costs, in ratios to a named peer on the same work in the same run.

    python -m tests.benchmarks

No test asserts a time: pytest collects nothing here.
"""
