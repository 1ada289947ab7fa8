"""Questions whose answer the core computes, and what went wrong with a wrong answer.

    free_question("forget", seed)          numbers for the head: a memory, a gate, …
    held_question(trace, seed, names)      a gate of a traced network held at another value
    walk_question(grads, seed)             gradients on their way back through time
    read_number("−12,5")                   what a person typed
    judge(question, number)                right, close or not yet, and the mistakes it fits

The answer is always read from a trace. The pieces of a question are the arithmetic beside it:
they are written out as feedback, and a mistake is that same arithmetic done wrongly, computed
anew and compared with what was typed.
"""

from core.quiz.free import KINDS, free_question
from core.quiz.held import held_question
from core.quiz.judge import CLOSE, Mistake, Verdict, judge, mistakes
from core.quiz.question import Factor, Given, Piece, Question
from core.quiz.typed import read_number
from core.quiz.walk import walk_question

__all__ = [
    "CLOSE",
    "KINDS",
    "Factor",
    "Given",
    "Mistake",
    "Piece",
    "Question",
    "Verdict",
    "free_question",
    "held_question",
    "judge",
    "mistakes",
    "read_number",
    "walk_question",
]
