import { fileURLToPath } from 'node:url';

const src = (path: string): string => fileURLToPath(new URL(`../../src/${path}`, import.meta.url));

/** Tests, stories and playground import the package by its public names; these resolve to the sources. */
export const publicEntries = [
  { find: /^react-conversation-stream$/, replacement: src('index.ts') },
  { find: /^react-conversation-stream\/styles\.css$/, replacement: src('ui/styles.css') },
  { find: /^react-conversation-stream\/(.+)$/, replacement: src('$1/index.ts') },
];
