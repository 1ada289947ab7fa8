"""What is computed: recurrent cells, their gradients, and the arithmetic behind each number.

NumPy and the standard library only. Nothing here knows how a number will be drawn.
"""
