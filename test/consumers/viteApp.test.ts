import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { preview } from 'vite';
import { describe, expect, it, onTestFinished } from 'vitest';
import { collectErrors, openBrowser } from '../helpers/openBrowser.ts';
import { copyApp, getConsumers } from './consumer.ts';
import { readEntryNames } from './readEntryNames.ts';
import { viteBuild } from './viteBuild.ts';

const { react18, react19 } = getConsumers();
const openPage = openBrowser();

async function servePage(root: string): Promise<string> {
  const server = await preview({ root, configFile: false, preview: { port: 0 } });
  onTestFinished(() => server.close());
  return server.resolvedUrls!.local[0]!;
}

/** A module that tells what each entry exports, so that a bundler can drop none of them. */
function writeEntries(app: string, entries: readonly string[]): Promise<void> {
  const imports = entries.map((entry, index) => `import * as e${index} from '${entry}';`);
  const counts = entries.map((entry, index) => `['${entry}', Object.keys(e${index}).length]`);
  const code = [...imports, `window.entries = [${counts.join(', ')}];`].join('\n');
  return writeFile(join(app, 'src/entries.js'), code);
}

describe.each([react18, react19])('a plain Vite app on React $reactVersion', (consumer) => {
  it('bundles every browser entry and runs hooks and components on one connection', async () => {
    const app = await copyApp(consumer, 'chat');
    const entries = (await readEntryNames(consumer)).filter((entry) => !entry.endsWith('/server'));
    await writeEntries(app, entries);
    await viteBuild(app);
    const page = await openPage();
    const errors = collectErrors(page);
    await page.goto(await servePage(app));

    const fact = (name: string, text: string | RegExp): Promise<void> =>
      page.locator(`[data-fact="${name}"]`, { hasText: text }).waitFor();
    await fact('react', new RegExp(`^${consumer.reactVersion}\\.`));
    await fact('connection', 'open live 1');
    await page.getByRole('button', { name: 'Say it' }).click();
    await fact('messages', 'Earlier one | Earlier two | By a hook | **You said:** By a hook');
    await page.getByRole('button', { name: 'Drop' }).click();
    await page.getByRole('textbox', { name: 'Message' }).fill('By a component');
    await page.keyboard.press('Enter');
    await page.locator('article', { hasText: 'You said: By a component' }).waitFor();
    await fact('connection', 'open live 1');
    expect(await page.locator('article').count()).toBe(6);
    expect(await page.locator('article strong', { hasText: 'You said:' }).count()).toBe(2);
    const counts = (await page.evaluate('window.entries')) as [string, number][];
    expect(counts.filter(([, count]) => count > 0).map(([entry]) => entry)).toEqual(entries);
    expect(errors).toEqual([]);
  });
});
