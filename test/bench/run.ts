import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'vite';
import { publicEntries } from '../helpers/publicEntries.ts';
import { benchBrowserBytes } from './browserBytes.ts';
import { benchCommits } from './commits.ts';
import { benchMarkdown } from './markdown.ts';
import { benchMount } from './mount.ts';
import { benchPageCpu } from './pageCpu.ts';
import { benchPaintDelay } from './paintDelay.ts';
import { getExitCode } from './report.ts';

/** Those that need a browser, where what it draws with is part of what it costs. */
const browserBenches: Readonly<Record<string, () => Promise<void>>> = {
  browserBytes: benchBrowserBytes,
  commits: benchCommits,
  pageCpu: benchPageCpu,
  paintDelay: benchPaintDelay,
  mount: benchMount,
  markdown: benchMarkdown,
};

/** `--only storeCost,pageCpu` */
const { only } = parseArgs({ options: { only: { type: 'string' } } }).values;

/* The runner that brought us here keeps the names of functions, which costs more than some of the things we
   measure. So the suite is built first, from the same sources, as a user's bundler would. */
const outDir = await mkdtemp(join(tmpdir(), 'bench-'));
try {
  await build({
    configFile: false,
    logLevel: 'error',
    resolve: { alias: publicEntries },
    build: {
      ssr: fileURLToPath(new URL('suite.ts', import.meta.url)),
      outDir,
      emptyOutDir: true,
      minify: false,
    },
    ssr: { noExternal: true },
  });
  const suite = (await import(
    pathToFileURL(join(outDir, 'suite.js')).href
  )) as typeof import('./suite.ts');
  const chosen = chooseBenches([...suite.names, ...Object.keys(browserBenches)]);
  process.exitCode = await suite.runSuite(chosen);
  for (const name of chosen) await browserBenches[name]?.();
  process.exitCode ||= getExitCode();
} finally {
  await rm(outDir, { recursive: true });
}

function chooseBenches(names: readonly string[]): readonly string[] {
  const chosen = only?.split(',') ?? names;
  const unknown = chosen.filter((name) => !names.includes(name));
  if (unknown.length === 0) return chosen;
  throw new Error(`No bench is called ${unknown.join(', ')}. There are: ${names.join(', ')}.`);
}
