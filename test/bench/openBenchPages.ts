import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, type Page } from 'playwright-core';
import { build } from 'vite';
import { chromiumOptions } from '../helpers/chromiumOptions.ts';
import { publicEntries } from '../helpers/publicEntries.ts';

/** Frames as fast as the page makes them, not as a screen shows them. */
export const unlimitedFrames: readonly string[] = [
  '--disable-frame-rate-limit',
  '--disable-gpu-vsync',
];

export interface BenchPages {
  /** A page with the script loaded, at `url` where the script needs an origin. */
  open(url?: string): Promise<Page>;
  close(): Promise<void>;
}

export interface BenchPagesOptions {
  /** React's production build that also tells `<Profiler>` of commits. */
  readonly isProfiling?: boolean;
  /** For Chromium. */
  readonly args?: readonly string[];
}

/** A Chromium, and a script for its pages: built from the sources for production, as a user's bundler would. */
export async function openBenchPages(
  script: string,
  { isProfiling = false, args = [] }: BenchPagesOptions = {},
): Promise<BenchPages> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-page-'));
  await buildPage(script, folder, isProfiling);
  const { args: ownArgs, ...options } = chromiumOptions();
  const browser = await chromium.launch({ ...options, args: [...ownArgs, ...args] });
  const styles = join(folder, 'page.css');
  return {
    async open(url = 'about:blank') {
      const page = await browser.newPage({ viewport: { width: 800, height: 700 } });
      page.on('pageerror', (error) => console.error(error));
      await page.goto(url);
      if (existsSync(styles)) await page.addStyleTag({ path: styles });
      await page.addScriptTag({ path: join(folder, 'page.js') });
      return page;
    },
    async close() {
      await browser.close();
      await rm(folder, { recursive: true });
    },
  };
}

async function buildPage(script: string, outDir: string, isProfiling: boolean): Promise<void> {
  const profiling = [{ find: /^react-dom\/client$/, replacement: 'react-dom/profiling' }];
  await build({
    configFile: false,
    logLevel: 'error',
    resolve: { alias: [...publicEntries, ...(isProfiling ? profiling : [])] },
    define: { 'process.env.NODE_ENV': '"production"' },
    build: {
      outDir,
      emptyOutDir: true,
      lib: {
        entry: fileURLToPath(new URL(script, import.meta.url)),
        formats: ['iife'],
        name: 'page',
        fileName: () => 'page.js',
        cssFileName: 'page',
      },
    },
  });
}
