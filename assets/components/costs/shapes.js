// A shape for each line, so that it is known without its colour.

export const SHAPES = {
  rnn: "M-4 0a4 4 0 1 0 8 0a4 4 0 1 0-8 0",
  lstm: "M-4-4H4V4H-4Z",
  gru: "M0-6L6 0L0 6L-6 0Z",
  attention: "M0-5.5L5.5 4.5H-5.5Z",
  plain: "M-4 0a4 4 0 1 0 8 0a4 4 0 1 0-8 0",
  scaled: "M0-5.5L5.5 4.5H-5.5Z",
  law: "",
};
