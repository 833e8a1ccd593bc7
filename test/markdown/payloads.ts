import naughtyStrings from 'big-list-of-naughty-strings';
import * as vectors from 'html-purify/tests/test-vectors.js';

interface Vector {
  readonly input: string;
}
interface Vectors {
  readonly html5secVectors: readonly Vector[];
  readonly generalVectors: readonly Vector[];
}

const { html5secVectors, generalVectors } = ((vectors as { default?: unknown }).default ??
  vectors) as Vectors;

/** Two corpora of other people: html5sec.org as Yahoo's html-purify holds it, and the list of naughty strings. */
export const payloads: readonly string[] = [
  ...new Set([
    ...html5secVectors.map(({ input }) => input),
    ...generalVectors.map(({ input }) => input),
    ...(naughtyStrings as readonly string[]),
  ]),
].filter((payload) => payload.trim() !== '');

/** Where a payload is put. */
export const places: Readonly<Record<string, (payload: string) => string>> = {
  raw: (payload) => payload,
  link: (payload) => `[click](${payload})`,
  'link in <>': (payload) => `[click](<${payload}>)`,
  autolink: (payload) => `<${payload}>`,
  definition: (payload) => `[click]\n\n[click]: ${payload}`,
  image: (payload) => `![picture](${payload})`,
  title: (payload) => `[click](https://example.com "${payload}")`,
  'title of an image': (payload) => `![${payload}](https://example.com/a.png "${payload}")`,
  cell: (payload) => `| a | b |\n| - | - |\n| ${payload} | c |`,
  list: (payload) => `- ${payload}\n- [ ] ${payload}`,
  quote: (payload) => `> ${payload}`,
  'language of code': (payload) => `\`\`\`${payload}\ncode\n\`\`\``,
};

/** Every payload in every place. */
export const hostileTexts: readonly string[] = payloads.flatMap((payload) =>
  Object.values(places).map((put) => put(payload)),
);
