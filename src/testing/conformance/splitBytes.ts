/** Equal pieces, the last one shorter. */
export function splitEvery(size: number): (bytes: Uint8Array) => Iterable<Uint8Array> {
  return function* split(bytes) {
    for (let start = 0; start < bytes.length; start += size)
      yield bytes.subarray(start, start + size);
  };
}

/** Two pieces. */
export function splitAt(place: number): (bytes: Uint8Array) => Iterable<Uint8Array> {
  return (bytes) => [bytes.subarray(0, place), bytes.subarray(place)].filter(hasBytes);
}

/** Pieces of 1 to `most` bytes. */
export function splitAnyhow(
  random: () => number,
  most: number,
): (bytes: Uint8Array) => Iterable<Uint8Array> {
  return function* split(bytes) {
    for (let start = 0; start < bytes.length;) {
      const end = start + 1 + Math.floor(random() * most);
      yield bytes.subarray(start, end);
      start = end;
    }
  };
}

/** The blocks of an event stream, each with the blank line that ends it; what is cut off at the end is left out. */
export function splitBlocks(bytes: Uint8Array): readonly Uint8Array[] {
  // Byte by byte: a text of the same length, whatever the bytes are.
  const text = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
  const blocks: Uint8Array[] = [];
  let start = 0;
  for (const { index, 0: end } of text.matchAll(/\r\n\r\n|\n\n|\r\r/g)) {
    blocks.push(bytes.subarray(start, index + end.length));
    start = index + end.length;
  }
  return blocks;
}

function hasBytes({ length }: Uint8Array): boolean {
  return length > 0;
}
