import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Consumer } from './consumer.ts';

type Exports = Readonly<Record<string, string | { readonly default: string }>>;

/** What the installed package offers a program to import, as one writes it: `react-conversation-stream/core`, … */
export async function readEntryNames({ folder }: Consumer): Promise<string[]> {
  const path = join(folder, 'node_modules/react-conversation-stream/package.json');
  const manifest = JSON.parse(await readFile(path, 'utf8')) as { name: string; exports: Exports };
  return Object.entries(manifest.exports)
    .filter(([, target]) => typeof target === 'object' && target.default.endsWith('.js'))
    .map(([entry]) => manifest.name + entry.slice(1));
}
