"""A language model that may draft an answer: which one, its key, the call to it, and what can go wrong there."""
