// Where things stand around one pipe: a full box, the pipe with its valve, the box it pours into.

export const WIDE = 640; // px of width from which there is room for a lecture hall

export function frame(width) {
  const wide = width >= WIDE;
  const bore = wide ? 72 : 46;
  const full = wide ? 170 : 116; // px of a full box: both have the same height for 100
  const top = wide ? 40 : 34;
  const floor = top + full;
  const box = wide ? Math.min(210, width * 0.19) : Math.min(118, width * 0.32);
  const scale = wide ? 40 : 30; // room for the numbers of the scale
  const source = { x: 2, top, width: wide ? box : Math.min(84, width * 0.23), height: full };
  const tank = { x: width - box - scale, top: floor + (wide ? 40 : 28), width: box, height: full };
  const x0 = source.x + source.width;
  const mouth = tank.x + (wide ? 26 : 16);
  return {
    wide, width, bore, floor, source, tank,
    height: tank.top + full + 4,
    unit: full / 100,
    pipe: { x0, x1: mouth, valve: Math.round(x0 + (mouth - x0) * 0.48), top: floor - bore, floor },
    throwing: wide ? 62 : 36,
    thick: wide ? 18 : 13,
    size: wide ? [76, 26] : [56, 24],
    letters: wide ? 76 : 42,
  };
}

// The water in the box, and the baseline of its number: inside, above the middle of the box.
export const surface = (f, amount) => f.tank.top + f.tank.height - amount * f.unit;
