// The wire format of scenes (pages/parts/wire.py): length of the header as uint32, the header
// as JSON, padding to a multiple of four, then all arrays as float32, one after another. In the
// header an array stands as {"$": [offset, shape]}; a value that is not finite travels as it is.

export function unpack(bytes) {
  if (!(bytes instanceof Uint8Array)) return bytes;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const size = view.getUint32(0, true);
  const header = new TextDecoder().decode(bytes.subarray(4, 4 + size));
  const start = 4 + Math.ceil(size / 4) * 4;
  // A copy, because float32 needs an aligned offset and the message need not have one.
  const numbers = new Float32Array(bytes.slice(start).buffer);
  return JSON.parse(header, (_, value) =>
    value && value.$ ? new Table(numbers, value.$[0], value.$[1]) : value,
  );
}

// An n-dimensional array: at(i, j, …) reads one number, row(i, j) a view along the last axis.
export class Table {
  constructor(numbers, offset, shape) {
    this.numbers = numbers;
    this.offset = offset;
    this.shape = shape;
    this.strides = shape.map((_, k) => shape.slice(k + 1).reduce((a, b) => a * b, 1));
  }

  at(...index) {
    return this.numbers[this.#place(index)];
  }

  row(...index) {
    const from = this.#place(index);
    return this.numbers.subarray(from, from + this.shape[this.shape.length - 1]);
  }

  #place(index) {
    let place = this.offset;
    for (let k = 0; k < index.length; k++) place += index[k] * this.strides[k];
    return place;
  }
}
