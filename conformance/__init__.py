"""The conformance suite: every loss on every library against an oracle of 50 digits."""

from mpmath import mp

mp.dps = 50
