"""Articles in, passages out: reading, attribution, storage and search. It knows nothing of questions and answers."""
