import type { SeededRandom } from '../seededRandom.ts';

/** A UUID of version 4, from the server's repeatable randomness. */
export function createUuid(random: SeededRandom): string {
  const hex = Array.from(random.secret(32), (letter) =>
    ((letter.codePointAt(0) ?? 0) % 16).toString(16),
  );
  hex[12] = '4';
  hex[16] = '89ab'[Number.parseInt(hex[16] ?? '0', 16) % 4] ?? '8';
  const text = hex.join('');
  return [0, 8, 12, 16, 20]
    .map((start, index) => text.slice(start, [8, 12, 16, 20, 32][index]))
    .join('-');
}

/** `otid` of a part: the row's UUID with its low 7 bits replaced by the part's index (PROTOCOLS §6.9). */
export function getPartOtid(rowId: string, index: number): string {
  return toUuid((toNumber(rowId) & ~127n) | BigInt(index & 127));
}

/** An approval request shows under the row's id minus one. */
export function getApprovalId(rowId: string): string {
  return `message-${toUuid(toNumber(rowId) - 1n)}`;
}

function toNumber(rowId: string): bigint {
  return BigInt(`0x${rowId.replace('message-', '').replaceAll('-', '')}`);
}

function toUuid(value: bigint): string {
  const hex = value.toString(16).padStart(32, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
