import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'vite';
import { publicEntries } from '../helpers/publicEntries.ts';
import { benchMarkdown } from './markdown.ts';
import { getExitCode } from './report.ts';

/* The runner that brought us here keeps the names of functions, which costs more than some of the things we
   measure. So the suite is built first, from the same sources, as a user's bundler would. */
const outDir = await mkdtemp(join(tmpdir(), 'bench-'));
try {
  await build({
    configFile: false,
    logLevel: 'warn',
    resolve: { alias: publicEntries },
    build: {
      ssr: fileURLToPath(new URL('suite.ts', import.meta.url)),
      outDir,
      emptyOutDir: true,
      minify: false,
    },
    ssr: { noExternal: true },
  });
  const suite = (await import(pathToFileURL(join(outDir, 'suite.js')).href)) as {
    runSuite: () => Promise<number>;
  };
  process.exitCode = await suite.runSuite();
  // In a browser, where what it draws with is part of what it costs.
  await benchMarkdown();
  process.exitCode ||= getExitCode();
} finally {
  await rm(outDir, { recursive: true });
}
