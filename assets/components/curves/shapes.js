// A shape for each network and state, so that a curve is known without its colour.

export const SHAPES = {
  rnn: "M-4 0a4 4 0 1 0 8 0a4 4 0 1 0-8 0",
  lstm: "M-4-4H4V4H-4Z",
  "lstm-peephole": "M0-5L5 4H-5Z",
  gru: "M0-6L6 0L0 6L-6 0Z",
  c: "M-4-4H4V4H-4Z",
  none: "M-4-4L4 4M4-4L-4 4",
  dot: "M-4 0a4 4 0 1 0 8 0a4 4 0 1 0-8 0",
  scaled: "M0-6L6 0L0 6L-6 0Z",
  general: "M0-5L5 4H-5Z",
  additive: "M-4-4H4V4H-4Z",
  p: "M0-5L5 4H-5Z",
  h: "M-4 0a4 4 0 1 0 8 0a4 4 0 1 0-8 0",
};
