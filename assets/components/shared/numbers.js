// How a number is written, everywhere: the twin of pages/parts/numbers.py (a test compares them).

const RAISED = { "-": "⁻", 0: "⁰", 1: "¹", 2: "²", 3: "³", 4: "⁴", 5: "⁵", 6: "⁶", 7: "⁷", 8: "⁸", 9: "⁹" };

export function show(value) {
  if (value === null || value === undefined || Number.isNaN(value)) return "undefined";
  const sign = value < 0 ? "−" : "";
  const size = Math.abs(value);
  if (size === Infinity) return `${sign}∞`;
  if (size === 0) return "0";
  if (size >= 99999.5 || size < 0.001) {
    const [digits, power] = size.toExponential(2).split("e");
    const raised = [...String(Number(power))].map((c) => RAISED[c]).join("");
    return `${sign}${digits}×10${raised}`;
  }
  return sign + size.toFixed(decimals(size));
}

function decimals(size) {
  if (size >= 99.95) return 0;
  if (size >= 9.995) return 1;
  if (size >= 0.9995) return 2;
  return size < 0.00995 ? 4 : 3;
}

export function percent(value) {
  if (!Number.isFinite(value)) return "–";
  const hundredths = 100 * value;
  if (hundredths > 0 && hundredths < 0.5) return "<1%";
  return `${hundredths.toFixed(0)}%`;
}
