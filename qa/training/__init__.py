"""Learning to read: data from a path, seeded, resumable. `byline train-reader` runs it.

corpus     SQuAD, XQuAD and QNLI as questions and sentences, with the article each comes from
folds      articles held out of all three
examples   a question with the right sentence and wrong ones that are hard to tell from it
entailment pairs of MNLI, SNLI and SciTail, for the second head of the same trunk
invented   news of nobody's: questions as people ask them, and what follows from a sentence
losses     what it is taught by
loop       the training itself
making     from the data to the weights
leaning    which questions lean on the one before: of the encoder's lower layers, apart from all else
command    `byline train-reader`, `byline train-follow-ups`
"""
