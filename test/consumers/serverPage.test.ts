import { describe, expect, it, onTestFinished } from 'vitest';
import { collectErrors, openBrowser } from '../helpers/openBrowser.ts';
import { startBimpe } from '../helpers/startBimpe.ts';
import { copyApp, getConsumers } from './consumer.ts';
import { startCommand } from './runCommand.ts';
import { viteBuild } from './viteBuild.ts';

const { react18, react19 } = getConsumers();
const openPage = openBrowser();

/* React says what did not match only in development. */
const development = { NODE_ENV: 'development' };

async function buildPage(app: string): Promise<void> {
  await viteBuild(app, ['--outDir', 'dist/client'], development);
  await viteBuild(app, ['--ssr', 'src/entryServer.tsx', '--outDir', 'dist/server'], development);
}

describe.each([react18, react19])('a server-rendered page on React $reactVersion', (consumer) => {
  it('shows its rows without a script, hydrates them as they are, proves them once, goes live', async () => {
    const bimpe = await startBimpe();
    onTestFinished(() => bimpe.close());
    const { conversationId, apiKey, baseUrl } = bimpe;
    for (const message of ['One', 'Two', '<b>Three</b>']) bimpe.emit({ conversationId, message });
    const app = await copyApp(consumer, 'server-page');
    await buildPage(app);
    const env = { ...development, BIMPE_URL: baseUrl, BIMPE_API_KEY: apiKey };
    const { origin, close } = await startCommand('node', ['server.js'], { cwd: app, env });
    onTestFinished(close);

    const plain = await openPage({ javaScriptEnabled: false });
    await plain.goto(origin);
    expect(await plain.locator('article').count()).toBe(3);
    await plain.getByText('<b>Three</b>').waitFor();

    const readsBefore = countReads(bimpe);
    const page = await openPage();
    const errors = collectErrors(page);
    await page.goto(origin);
    await page.locator('[data-continuity="live"]').waitFor({ state: 'attached' });
    bimpe.emit({ conversationId, message: 'Four' });
    await page.locator('article', { hasText: 'Four' }).waitFor();
    expect(await page.locator('article').count()).toBe(4);
    // The server's own, and the one that proves in the browser that nothing is missing.
    expect(countReads(bimpe) - readsBefore).toBe(2);
    expect(await page.content()).not.toContain(apiKey);
    expect(errors).toEqual([]);
  });
});

function countReads({ log }: { log(): readonly { readonly route: string | undefined }[] }): number {
  return log().filter(({ route }) => route === 'history').length;
}
