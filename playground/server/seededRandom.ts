/** Repeatable randomness: the same seed gives the same ids and tickets, each kind in its own sequence. */
export interface SeededRandom {
  /** A cuid-like id, 25 characters. Sorting ids does not give the order of creation: nobody may rely on it. */
  id(prefix: string): string;
  /** `length` characters of base64url, for tickets and tokens. */
  secret(length: number): string;
  reseed(seed: number): void;
}

const base36 = '0123456789abcdefghijklmnopqrstuvwxyz';
const base64url = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

export function createSeededRandom(seed = 1): SeededRandom {
  let base = seed;
  // How many requests were made must not change the ids of messages: every purpose has its own generator.
  const generators = new Map<string, () => number>();
  const generatorOf = (purpose: string): (() => number) => {
    const known = generators.get(purpose) ?? createGenerator(base + hash(purpose));
    generators.set(purpose, known);
    return known;
  };
  const pick = (purpose: string, alphabet: string, length: number): string => {
    const next = generatorOf(purpose);
    return Array.from({ length }, () => alphabet[Math.floor(next() * alphabet.length)]).join('');
  };
  return {
    id: (prefix) => prefix + pick(prefix, base36, 25 - prefix.length),
    secret: (length) => pick('secret', base64url, length),
    reseed(value) {
      base = value;
      generators.clear();
    },
  };
}

/** mulberry32: uniform in [0, 1). */
function createGenerator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

function hash(text: string): number {
  let sum = 0;
  for (const character of text) sum = Math.imul(sum ^ (character.codePointAt(0) ?? 0), 2654435761);
  return sum;
}
