import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { copyApp, getConsumers } from './consumer.ts';
import { runCommand } from './runCommand.ts';

const { react19 } = getConsumers();
const named = /^import (?:type )?(\{[^}]+\}) from '(react-conversation-stream[^']*)';$/gm;

async function readPages(): Promise<string[]> {
  const folder = await readdir('stories/docs');
  const pages = folder
    .filter((name) => name.endsWith('.mdx'))
    .map((name) => `stories/docs/${name}`);
  return Promise.all(['README.md', ...pages].map((page) => readFile(page, 'utf8')));
}

describe('the README and the docs pages', () => {
  it('import only what the package exports', async () => {
    const texts = await readPages();
    const imports = texts.flatMap((text) => [...text.matchAll(named)]);
    expect(imports.length).toBeGreaterThan(20);
    const cwd = await copyApp(react19, 'imports');
    for (const [index, [, names, entry]] of imports.entries())
      await writeFile(join(cwd, `docs${index}.ts`), `export ${names} from '${entry}';`);
    const tsc = join(react19.folder, 'node_modules/typescript-7/bin/tsc');
    const options = ['--noEmit', '--skipLibCheck', '--module', 'nodenext', '--jsx', 'react-jsx'];
    const files = imports.map((_, index) => `docs${index}.ts`);
    expect(await runCommand('node', [tsc, ...options, ...files], { cwd })).toBe('');
  });
});
