import { fileURLToPath } from 'node:url';
import { build, createServer, preview, type InlineConfig } from 'vite';

/** A running playground, with the control plane of its BimpeAI reference server. */
export interface RunningPlayground {
  readonly origin: string;
  post(call: string, body?: object): Promise<unknown>;
  get<T>(call: string): Promise<T>;
  close(): Promise<void>;
}

/** A record of the reference server's log, as far as tests read it. */
export interface LoggedRequest {
  readonly route?: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly openedAt: number;
}

const repository = fileURLToPath(new URL('../..', import.meta.url));
const shared: InlineConfig = { configFile: `${repository}vite.config.ts`, logLevel: 'error' };

/** Serves the playground's sources, or those of another page, as `npm start` does, but without reloads. */
export async function startPlayground(page?: {
  readonly root: string;
}): Promise<RunningPlayground> {
  const server = await createServer({
    ...shared,
    ...(page && { root: page.root, cacheDir: `${repository}node_modules/.vite/pages` }),
    server: { port: 0, hmr: false, ws: false, watch: null },
  });
  await server.listen();
  return describe(server.resolvedUrls?.local[0], () => server.close());
}

/** Builds the playground into `outDir` and serves that, as `npm run preview` does. */
export async function startBuiltPlayground(outDir: string): Promise<RunningPlayground> {
  const output = { outDir, emptyOutDir: true };
  await build({ ...shared, build: output });
  const server = await preview({ ...shared, build: output, preview: { port: 0 } });
  return describe(server.resolvedUrls?.local[0], () => server.close());
}

async function describe(
  url: string | undefined,
  close: () => Promise<void>,
): Promise<RunningPlayground> {
  if (url === undefined) throw new Error('Vite listens nowhere.');
  const { origin } = new URL(url);
  const { bimpe } = (await readJson(`${origin}/api/config`)) as { bimpe: { controlUrl: string } };
  return {
    origin,
    post: (call, body = {}) =>
      readJson(`${bimpe.controlUrl}/${call}`, { method: 'POST', body: JSON.stringify(body) }),
    get: async <T>(call: string) => (await readJson(`${bimpe.controlUrl}/${call}`)) as T,
    close,
  };
}

async function readJson(url: string, init?: RequestInit): Promise<unknown> {
  const response = await fetch(url, init);
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return response.json();
}
