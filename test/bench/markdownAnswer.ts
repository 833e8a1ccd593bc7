const section = (index: number): string => `## Part ${index}

Here is **some bold** text with \`code\`, a [link](https://example.com/a?b=${index}) and *emphasis*, long enough to be a
paragraph of the usual length. Another sentence follows it, and then another one; nothing special in either.

- first point of part ${index}
- second, with **bold** and \`code\`
  - one below it
- third

\`\`\`ts
export function part${index}(value: number): number {
  // Nothing to see here.
  return value * ${index};
}
\`\`\`

| what | how many |
| --- | ---: |
| ${index} | two |
| three | four |

> A quote that says something.

1. one
2. two

`;

/** An answer as a model writes it, of this many characters. */
export function createAnswer(length: number): string {
  let answer = '';
  for (let index = 1; answer.length < length; index += 1) answer += section(index);
  return answer.slice(0, length);
}
