const mask = '•••';
const maskBytes = new TextEncoder().encode(mask);
const looksLikeKey = /\b(sk_|expys_|lxc_|lxm_)[\w-]{3,}/g;

/** Takes a key out of whatever goes to a browser, should the backend quote it back. */
export interface KeyMask {
  /** Every written form of the key, and whatever looks like a key of one of the backends. */
  text(text: string): string;
  /**
   * The same for the bytes of a body, exact forms only. Bytes are passed on at once; only an end of a chunk
   * that could be the beginning of the key waits for the next one.
   */
  stream(): TransformStream<Uint8Array, Uint8Array>;
}

export function createKeyMask(key: string): KeyMask {
  const forms = [...new Set([key, encodeURIComponent(key), JSON.stringify(key).slice(1, -1)])];
  const needles = forms.map((form) => new TextEncoder().encode(form));
  return {
    text(text) {
      let masked = text;
      for (const form of forms) masked = masked.replaceAll(form, mask);
      return masked.replace(looksLikeKey, `$1${mask}`);
    },
    stream() {
      let held = new Uint8Array(0);
      return new TransformStream<Uint8Array, Uint8Array>({
        transform(chunk, controller) {
          const { ready, rest } = maskAll(concat(held, chunk), needles);
          held = rest;
          for (const piece of ready) if (piece.length > 0) controller.enqueue(piece);
        },
        flush(controller) {
          if (held.length > 0) controller.enqueue(held);
        },
      });
    },
  };
}

interface Masked {
  readonly ready: readonly Uint8Array[];
  /** The end that may yet become the key. */
  readonly rest: Uint8Array<ArrayBuffer>;
}

function maskAll(bytes: Uint8Array<ArrayBuffer>, needles: readonly Uint8Array[]): Masked {
  const ready: Uint8Array[] = [];
  let start = 0;
  for (let index = 0; index < bytes.length; index += 1) {
    for (const needle of needles) {
      const length = countEqual(bytes, index, needle);
      if (length === needle.length) {
        ready.push(bytes.slice(start, index), maskBytes);
        index += length - 1;
        start = index + 1;
        break;
      }
      if (index + length === bytes.length) {
        ready.push(bytes.slice(start, index));
        return { ready, rest: bytes.slice(index) };
      }
    }
  }
  ready.push(bytes.slice(start));
  return { ready, rest: new Uint8Array(0) };
}

/** How many bytes from `index` on agree with the needle, up to the end of either. */
function countEqual(bytes: Uint8Array, index: number, needle: Uint8Array): number {
  let length = 0;
  while (length < needle.length && index + length < bytes.length) {
    if (bytes[index + length] !== needle[length]) break;
    length += 1;
  }
  return length;
}

function concat(first: Uint8Array, second: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}
