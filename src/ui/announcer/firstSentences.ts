/** Nothing is looked for beyond this many characters. */
const reach = 2_000;
/** A text without an end of sentence is cut here, in characters. */
const longest = 500;

/** The first `count` sentences of a flat text, at most 500 characters of them. */
export function firstSentences(text: string, count: number): string {
  let end = 0;
  let found = 0;
  for (const { segment } of new Intl.Segmenter(undefined, { granularity: 'sentence' }).segment(
    text.slice(0, reach),
  )) {
    if (found === count || end + segment.length > longest) break;
    end += segment.length;
    found += 1;
  }
  return text.slice(0, end || longest).trim();
}
