/**
 * One short word for a whole transcript: equal on two sides only when both hold the same messages with the
 * same text in the same order. Works on UTF-16 code units, so a lone surrogate counts as itself, and runs
 * in a page and on a server alike (no dependency, no await). cyrb53, as 14 hexadecimal digits.
 */
export function digestMessages(
  rows: readonly { readonly id: string; readonly text: string }[],
): string {
  let high = 0xdeadbeef;
  let low = 0x41c6ce57;
  const mix = (unit: number): void => {
    high = Math.imul(high ^ unit, 2654435761);
    low = Math.imul(low ^ unit, 1597334677);
  };
  const mixText = (text: string): void => {
    for (let index = 0; index < text.length; index += 1) mix(text.charCodeAt(index));
  };
  for (const row of rows) {
    mixText(row.id);
    // No code unit has these values: "ab" + "c" and "a" + "bc" differ.
    mix(0x10000);
    mixText(row.text);
    mix(0x10001);
  }
  return finish(high, low);
}

function finish(first: number, second: number): string {
  let high = Math.imul(first ^ (first >>> 16), 2246822507);
  high ^= Math.imul(second ^ (second >>> 13), 3266489909);
  let low = Math.imul(second ^ (second >>> 16), 2246822507);
  low ^= Math.imul(high ^ (high >>> 13), 3266489909);
  return (4294967296 * (2097151 & low) + (high >>> 0)).toString(16).padStart(14, '0');
}
