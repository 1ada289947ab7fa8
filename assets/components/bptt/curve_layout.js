// Where the curve of losses stands: pure numbers and a path.

const SIZE = { left: 40, right: 12, top: 8, bottom: 42, height: 210 };

// update: rates, before, after; the axis ends at twice the loss before the step
export function curve(update, width) {
  const f = { width, height: SIZE.height, x0: SIZE.left, x1: width - SIZE.right, y0: SIZE.height - SIZE.bottom, y1: SIZE.top };
  const logs = update.rates.map(Math.log10);
  const [low, high] = [logs[0], logs.at(-1)];
  const x = (log) => round(f.x0 + ((log - low) / (high - low || 1)) * (f.x1 - f.x0));
  const top = 2 * update.before || 1;
  const y = (value) => round(f.y0 - (value / top) * (f.y0 - f.y1));
  const points = logs.map((log, k) => {
    const value = update.after.at(k);
    const out = !(value <= top); // overflowed, or off the axis
    return { x: x(log), y: out ? f.y1 : y(value), out };
  });
  let path = "";
  let down = false;
  points.forEach((point, k) => {
    // It leaves the picture through its upper edge.
    if (point.out && !down) return;
    path += `${down ? "L" : "M"}${point.x} ${point.y}`;
    down = !point.out;
  });
  const ticks = [];
  for (let power = Math.ceil(low - 1e-9); power <= high + 1e-9; power++) ticks.push({ x: x(power), text: String(Number((10 ** power).toPrecision(1))) });
  const marks = [{ y: y(update.before), text: written(update.before) }, { y: f.y0, text: "0" }];
  return { ...f, points, path, ticks, marks, before: y(update.before) };
}

const written = (value) => (value >= 99.95 ? value.toFixed(0) : value.toPrecision(3));
const round = (value) => Math.round(value * 10) / 10;
