/** What a part's page says besides its demo and its own props. */
export interface PartPage {
  /** One or two sentences: what it is for, and when it is not there. */
  readonly about: string;
  /** How it is put together, as JSX. */
  readonly anatomy: string;
  /** `data-*` attribute and what it says. */
  readonly attributes: Readonly<Record<string, string>>;
  /** `--cs-…` tokens that change its looks. */
  readonly tokens: readonly string[];
}

const shared = `Besides the props below it takes every attribute of its element, \`ref\`, and

- \`className\` and \`style\`: a value, or a function of its state (the \`data-*\` attributes, as an object);
- \`render\`: another element in its place, or \`(props, state) => element\`.

An event handler of yours is called first; \`event.preventDefault()\` keeps the part from doing anything itself.`;

/** A documentation page: the demo is the story above it, the table of props below. */
export function partPage({ about, anatomy, attributes, tokens }: PartPage): {
  docs: { description: { component: string } };
} {
  const rows = Object.entries(attributes).map(([name, text]) => `| \`${name}\` | ${text} |`);
  const names = tokens.map((token) => `\`--cs-${token}\``).join(', ');
  const component = [
    about,
    `### Anatomy\n\n\`\`\`tsx\n${anatomy.trim()}\n\`\`\``,
    `### Data attributes\n\n| Attribute | Says |\n| --- | --- |\n${rows.join('\n')}`,
    `### Tokens\n\n${names}`,
    `### Props\n\n${shared}`,
  ].join('\n\n');
  return { docs: { description: { component } } };
}
