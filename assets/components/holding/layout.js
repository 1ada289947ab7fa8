// Where the curves of the guesses stand: the share held to the right, the probability upwards.

export const SIZE = { left: 44, top: 14, bottom: 46, right: 92, tall: 220 };
const LINE = 19; // px that a name beside its curve needs

export function frame(width) {
  const x1 = Math.max(SIZE.left + 120, width - SIZE.right);
  return { width: x1 + SIZE.right, height: SIZE.tall + SIZE.top + SIZE.bottom, x0: SIZE.left, x1, y0: SIZE.top + SIZE.tall, y1: SIZE.top };
}

export const x = (f, share) => f.x0 + (f.x1 - f.x0) * share;
export const y = (f, p) => f.y0 + (f.y1 - f.y0) * p;

// A curve through what is a number; it breaks off where nothing was written.
export function curve(f, shares, values) {
  let d = "";
  let pen = "M";
  shares.forEach((share, k) => {
    if (!Number.isFinite(values[k])) {
      pen = "M";
      return;
    }
    d += `${pen}${round(x(f, share))} ${round(y(f, values[k]))}`;
    pen = "L";
  });
  return d;
}

// Heights of names at the ends of their curves, pushed apart where they would meet.
export function apart(f, ends) {
  const order = ends.map((_, k) => k).sort((a, b) => ends[b] - ends[a]);
  const places = ends.map((p) => y(f, p));
  let least = f.y1;
  for (const k of order) {
    places[k] = Math.max(places[k], least);
    least = places[k] + LINE;
  }
  let most = f.y0;
  for (const k of order.reverse()) {
    places[k] = Math.min(places[k], most);
    most = places[k] - LINE;
  }
  return places;
}

// The last number of a curve.
export function end(values) {
  for (let k = values.length - 1; k >= 0; k--) if (Number.isFinite(values[k])) return values[k];
  return 0;
}

// What of a held output is not there in the plain one: false for the symbols of their longest common
// subsequence, true for all others.
export function differs(plain, held) {
  const common = Array.from({ length: plain.length + 1 }, () => new Array(held.length + 1).fill(0));
  for (let i = plain.length - 1; i >= 0; i--) {
    for (let k = held.length - 1; k >= 0; k--) {
      common[i][k] = plain[i] === held[k] ? common[i + 1][k + 1] + 1 : Math.max(common[i + 1][k], common[i][k + 1]);
    }
  }
  const marks = held.map(() => true);
  let [i, k] = [0, 0];
  while (i < plain.length && k < held.length) {
    if (plain[i] === held[k]) {
      marks[k] = false;
      i++;
      k++;
    } else if (common[i + 1][k] >= common[i][k + 1]) i++;
    else k++;
  }
  return marks;
}

const round = (value) => Math.round(value * 10) / 10;
