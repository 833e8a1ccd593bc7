import { readFile } from 'node:fs/promises';

/** A fenced block of the README. */
export interface CodeBlock {
  /** `sh`, `tsx`, … */
  readonly language: string;
  readonly code: string;
  /** What its first line names, e.g. `src/App.tsx` for `// src/App.tsx`. */
  readonly path: string | undefined;
}

const fence = /^```(\w+)\n(.*?)^```$/gms;
const pathComment = /^(?:\/\/|#) ([\w./-]+\.\w+|\.env\.local)\n/;

/** The code blocks below a heading of the README, in order. Throws when there is no such heading. */
export async function readReadme(heading: string): Promise<readonly CodeBlock[]> {
  const section = await readSection(heading);
  return [...section.matchAll(fence)].map(([, language = '', code = '']) => ({
    language,
    code,
    path: pathComment.exec(code)?.[1],
  }));
}

/** A table of the README, as text. */
export interface ReadmeTable {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Per column, the words in backticks. */
  readonly columns: readonly string[][];
  /** Those of the first column. */
  readonly names: string[];
}

/** The table below a heading whose first head cell is `title`. Throws when there is none. */
export async function findTable(heading: string, title: string): Promise<ReadmeTable> {
  const blocks = (await readSection(heading)).split('\n\n');
  const table = blocks.find((block) => block.startsWith(`| ${title} `));
  if (table === undefined) throw new Error(`"${heading}" of README.md has no table of ${title}.`);
  const [head, , ...rows] = table.trim().split('\n').map(splitRow);
  const columns = head!.map((_, column) => rows.flatMap((row) => findCode(row[column]!)));
  return { head: head!, rows, columns, names: columns[0]! };
}

async function readSection(heading: string): Promise<string> {
  const text = await readFile('README.md', 'utf8');
  const section = text.split(/^## /m).find((part) => part.startsWith(`${heading}\n`));
  if (section === undefined) throw new Error(`README.md has no heading "## ${heading}".`);
  return section;
}

function splitRow(row: string): string[] {
  return row
    .split(/(?<!\\)\|/)
    .slice(1, -1)
    .map((cell) => cell.trim());
}

function findCode(cell: string): string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code);
}
