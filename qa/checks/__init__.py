"""What can be checked exactly of a sentence against its source, one module for each kind of thing.

Each is pure, and each asks the same of a sentence: what it has of the kind must be among what the source has. So a
sentence that is the source passes, whatever is read out of it.
"""
