"""Recurrent cells, one file a cell: its equations forward beside its equations backward.

Dimension legend, used in all of core:

    T  time steps          B  batch (also the what-if axis: alternatives side by side)
    D  input size          H  hidden size
    G  gate blocks: the leading axis of W_x, W_h and b, in the order of `cell.gates`

Inside a cell the G blocks lie side by side, (T, B, G·H), so that one matrix product serves
all gates of a step. Arrays of states have T + 1 rows: row 0 is the initial state, row t + 1
the state after step t.
"""

from core.cells.base import Cell, Quantity
from core.cells.gru import GRU
from core.cells.lstm import LSTM
from core.cells.vanilla import VanillaRNN

__all__ = ["GRU", "LSTM", "Cell", "Quantity", "VanillaRNN"]
