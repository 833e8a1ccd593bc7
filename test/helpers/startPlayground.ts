import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, createServer, preview, type InlineConfig } from 'vite';

/** A running playground, with the control plane of its BimpeAI reference server. */
export interface RunningPlayground extends BackendControl {
  readonly origin: string;
  /** The control plane of another one. */
  control(backend: string): BackendControl;
  close(): Promise<void>;
}

/** A control plane over HTTP: `/__ref/*` of a reference server. */
export interface BackendControl {
  post(call: string, body?: object): Promise<unknown>;
  get<T>(call: string): Promise<T>;
}

/** A record of the reference server's log, as far as tests read it. */
export interface LoggedRequest {
  readonly route?: string;
  readonly path: string;
  /** Secrets in it are masked except their last four characters. */
  readonly query: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly openedAt: number;
}

const repository = fileURLToPath(new URL('../..', import.meta.url));
const shared: InlineConfig = {
  configFile: `${repository}vite.config.ts`,
  logLevel: 'error',
  // Two servers must not bundle dependencies into the same folder at once.
  cacheDir: `${repository}node_modules/.vite/pages-${process.env['VITEST_POOL_ID']}`,
};

/** Serves the playground's sources, or those of another page, as `npm start` does, but without reloads. */
export async function startPlayground(page?: {
  readonly root: string;
}): Promise<RunningPlayground> {
  const server = await createServer({
    ...shared,
    ...page,
    server: { port: 0, hmr: false, ws: false, watch: null },
  });
  await server.listen();
  return describe(server.resolvedUrls?.local[0], () => server.close());
}

/**
 * Builds the playground into `outDir` (default: a folder that goes with it) and serves that, as `npm run preview`
 * does. Pages load faster than from sources.
 */
export async function startBuiltPlayground(outDir?: string): Promise<RunningPlayground> {
  const folder = outDir ?? (await mkdtemp(join(tmpdir(), 'playground-')));
  const output = { outDir: folder, emptyOutDir: true };
  await build({ ...shared, build: output });
  const server = await preview({ ...shared, build: output, preview: { port: 0 } });
  return describe(server.resolvedUrls?.local[0], async () => {
    await server.close();
    if (outDir === undefined) await rm(folder, { recursive: true });
  });
}

async function describe(
  url: string | undefined,
  close: () => Promise<void>,
): Promise<RunningPlayground> {
  if (url === undefined) throw new Error('Vite listens nowhere.');
  const { origin } = new URL(url);
  const config = (await readJson(`${origin}/api/config`)) as Record<string, { controlUrl: string }>;
  const control = (backend: string): BackendControl => {
    const url = new URL(`${config[backend]?.controlUrl}/`, origin);
    return {
      post: (call, body = {}) =>
        readJson(new URL(call, url), { method: 'POST', body: JSON.stringify(body) }),
      get: async <T>(call: string) => (await readJson(new URL(call, url))) as T,
    };
  };
  return { origin, ...control('bimpe'), control, close };
}

async function readJson(url: URL | string, init?: RequestInit): Promise<unknown> {
  const response = await fetch(url, init);
  if (!response.ok) throw new Error(`${String(url)} answered ${response.status}`);
  return response.json();
}
