import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { collectErrors, openBrowser } from '../helpers/openBrowser.ts';
import { startBimpe } from '../helpers/startBimpe.ts';
import { getConsumers, npmInstall } from './consumer.ts';
import { readReadme, type CodeBlock } from './readReadme.ts';
import { runCommand, startCommand, type RunningServer } from './runCommand.ts';

/* A new user's way: nothing but the tarball, the registry and what the README says. */
const { packageFolder, tarball } = getConsumers();
const root = join(packageFolder, '..');
const app = join(root, 'my-chat');
const openPage = openBrowser();

/** What an unattended, repeatable run replaces in the README's commands. */
const replacements: readonly (readonly [RegExp, string])[] = [
  [/^npm create vite@latest/, 'npm create --yes vite@9.3.0'],
  [/--template react-ts$/, '--template react-ts --no-interactive'],
  [/ react-conversation-stream /, ` ${tarball} `],
  // The newest that run on Node 20.
  [/ vitest jsdom /, ' vitest@4 jsdom@29 '],
  [/^npm install/, 'npm install --prefer-offline --no-audit --no-fund'],
];

/** Runs the commands of a `sh` block, one shell for each line, following its `cd`. */
async function runBlock({ code }: CodeBlock, start: string): Promise<void> {
  let cwd = start;
  for (const line of code.trim().split('\n')) {
    const folder = /^cd (.+)$/.exec(line)?.[1];
    if (folder !== undefined) cwd = join(cwd, folder);
    else {
      const command = replacements.reduce((text, [from, to]) => text.replace(from, to), line);
      await runCommand('sh', ['-c', command], { cwd });
    }
  }
}

/** Writes the files a section shows. `edit` fills in what only the user can know. */
async function writeBlocks(
  blocks: readonly CodeBlock[],
  edit = (_path: string, code: string): string => code,
): Promise<void> {
  for (const { path, code } of blocks)
    if (path !== undefined) await writeFile(join(app, path), edit(path, code));
}

async function start(command: string, ...args: readonly string[]): Promise<RunningServer> {
  const server = await startCommand(command, args, { cwd: app });
  onTestFinished(server.close);
  return server;
}

async function findFreePort(): Promise<number> {
  const probe = createServer().listen(0);
  await new Promise((resolve) => probe.once('listening', resolve));
  const { port } = probe.address() as { port: number };
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

async function open(origin: string): Promise<{ page: Page; errors: readonly string[] }> {
  const page = await openPage();
  const errors = collectErrors(page);
  await page.goto(origin);
  return { page, errors };
}

async function send(page: Page, text: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Message' }).fill(text);
  await page.keyboard.press('Enter');
}

const row = (page: Page, text: string): ReturnType<Page['locator']> =>
  page.locator('article[data-status="complete"]', { hasText: text });

beforeAll(async () => {
  const [commands] = await readReadme('Install');
  await runBlock(commands!, root);
});

describe('a fresh Vite app that follows the README', () => {
  it('has, in twelve lines, a chat that runs with no backend', async () => {
    const blocks = await readReadme('A chat that runs with no backend');
    const [example] = blocks;
    const lines = example!.code.split('\n').filter((line) => line !== '' && !line.startsWith('//'));
    expect(lines.length).toBeLessThanOrEqual(12);
    await writeBlocks(blocks);

    const { origin } = await start('npm', 'run', 'dev', '--', '--port', '0');
    const { page, errors } = await open(origin);
    await send(page, 'Is anybody there?');
    await row(page, 'Is anybody there?').waitFor();
    await row(page, 'No server is involved.').waitFor();
    expect(errors).toEqual([]);
  });

  it('reaches a working chat with BimpeAI, of which no key reaches the page', async () => {
    const bimpe = await startBimpe({ corsOrigins: [] });
    onTestFinished(() => bimpe.close());
    const { conversationId, agentId, apiKey, baseUrl } = bimpe;
    bimpe.seed({
      conversations: [
        { id: conversationId, messages: [{ message: 'Earlier', role: 'assistant' }] },
      ],
    });
    bimpe.script({ conversationId, replies: [[{ message: 'A table for two, at eight.' }]] });
    const port = await findFreePort();
    const settings: Readonly<Record<string, string>> = {
      BIMPE_API_KEY: apiKey,
      VITE_BIMPE_URL: baseUrl,
      VITE_BIMPE_AGENT_ID: agentId,
      VITE_BIMPE_CONVERSATION_ID: conversationId,
    };
    await npmInstall(app, 'srvx');
    await writeBlocks(await readReadme('The same chat with BimpeAI'), (path, code) =>
      path === '.env.local'
        ? code.replaceAll(/^(\w+)=.*$/gm, (_, name: string) => `${name}=${settings[name]}`)
        : code.replace('8787', String(port)),
    );
    await runCommand('npm', ['run', 'build'], { cwd: app });

    await start('node', '--env-file=.env.local', 'server.js');
    const { origin } = await start('npm', 'run', 'preview', '--', '--port', '0');
    const { page, errors } = await open(origin);
    await row(page, 'Earlier').waitFor();
    await send(page, 'A table for tonight?');
    await row(page, 'A table for tonight?').waitFor();
    await row(page, 'A table for two, at eight.').waitFor();
    expect(bimpe.messages(conversationId).map(({ message }) => message)).toEqual([
      'Earlier',
      'A table for tonight?',
      'A table for two, at eight.',
    ]);
    await page.reload();
    await row(page, 'A table for two, at eight.').waitFor();
    expect(await page.locator('article').count()).toBe(3);
    expect(await page.content()).not.toContain(apiKey);
    expect(bimpe.violations()).toEqual([]);
    expect(errors).toEqual([]);
  });

  it('tests its chat as the README does', async () => {
    const blocks = await readReadme('Testing your app');
    await runBlock(blocks[0]!, app);
    await writeBlocks(blocks);
    const printed = await runCommand('npx', ['vitest', 'run'], { cwd: app });
    expect(printed).toContain('1 passed');
  });
});
