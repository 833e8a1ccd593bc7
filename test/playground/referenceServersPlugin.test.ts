import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createServer, preview } from 'vite';
import type { PlaygroundConfig } from '../../playground/server/playgroundApi.ts';
import { referenceServersPlugin } from '../../playground/server/referenceServersPlugin.ts';

const canary = 'sk_canary_0123456789';
let root: string;

beforeEach(async () => {
  vi.stubEnv('BIMPE_API_KEY', canary);
  root = await mkdtemp(join(tmpdir(), 'playground-'));
  await mkdir(join(root, 'dist'));
  await writeFile(join(root, 'index.html'), '<p>page</p>');
  await writeFile(join(root, 'dist/index.html'), '<p>page</p>');
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(root, { recursive: true });
});

interface Running {
  readonly url: string;
  close(): Promise<void>;
}

const common = { configFile: false, logLevel: 'error' } as const;

async function runDev(): Promise<Running> {
  const server = await createServer({
    ...common,
    root,
    plugins: [referenceServersPlugin()],
    server: { port: 0, host: '127.0.0.1', ws: false },
  });
  await server.listen();
  return { url: server.resolvedUrls?.local[0] ?? '', close: () => server.close() };
}

async function runPreview(): Promise<Running> {
  const server = await preview({
    ...common,
    root,
    plugins: [referenceServersPlugin()],
    preview: { port: 0, host: '127.0.0.1' },
  });
  return { url: server.resolvedUrls?.local[0] ?? '', close: () => server.close() };
}

describe.each([
  ['vite', runDev],
  ['vite preview', runPreview],
])('beside %s', (_name, run) => {
  it('a page gets history, tickets, sends and streams, and never the key', async () => {
    const { url, close } = await run();
    const seen: string[] = [];
    const read = async (path: string, init?: RequestInit): Promise<string> => {
      const response = await fetch(new URL(path, url), init);
      const text = await response.text();
      seen.push(text, JSON.stringify([...response.headers]));
      return text;
    };
    const post = (body: unknown): RequestInit => ({
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });

    const { bimpe } = JSON.parse(await read('/api/config')) as PlaygroundConfig;
    expect(bimpe.conversations).toHaveLength(2);
    const conversationId = bimpe.conversations[0]?.id ?? '';
    const messages = `${bimpe.baseUrl}/agents/${bimpe.agentId}/conversations/${conversationId}/messages`;
    const history = JSON.parse(await read(`${messages}?sort=-created_at&limit=100`)) as {
      data: { role: string; created_at: string }[];
    };
    expect(history.data.length).toBeGreaterThanOrEqual(60);
    expect(new Set(history.data.map(({ role }) => role))).toEqual(
      new Set(['user', 'assistant', 'restaurant_user']),
    );
    expect(
      new Set(history.data.map(({ created_at }) => created_at.slice(0, 10))).size,
    ).toBeGreaterThan(3);

    const ids = { agentId: bimpe.agentId, conversationId };
    const { ticket } = JSON.parse(await read(bimpe.ticketUrl, post(ids))) as { ticket: string };
    const stream = await fetch(
      `${bimpe.streamBaseUrl}/agents/${bimpe.agentId}/conversations/${conversationId}/stream?ticket=${ticket}`,
    );
    await read(messages, post({ message: 'hello from the page', role: 'user' }));
    const reader = stream.body?.getReader();
    const first = await reader?.read();
    expect(new TextDecoder().decode(first?.value)).toContain('hello from the page');
    seen.push(await read('/'), await read(`${bimpe.controlUrl}/log`));
    expect(seen.join('\n')).not.toContain(canary);
    // It was really used: the upstream saw its tail.
    expect(seen.at(-1)).toContain(`•••${canary.slice(-4)}`);

    await reader?.cancel();
    await close();
    await expect(fetch(`${bimpe.controlUrl}/state`)).rejects.toThrow('fetch failed');
  });

  it('pages of other sites are refused', async () => {
    const { url, close } = await run();
    const response = await fetch(
      new URL('/api/bimpe/agents/ag_marlowe/conversations/cv_marlowe/messages', url),
      { headers: { 'sec-fetch-site': 'cross-site' } },
    );
    expect(response.status).toBe(403);
    await close();
  });
});
