"""The loss tests that the peers publish with their own code, run with our losses in the place of theirs.

`python -m peer_tests` (with this folder's parent on the path) runs them; `__main__` says what else it takes.
"""
