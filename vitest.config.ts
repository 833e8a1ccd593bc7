import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { chromiumOptions } from './test/helpers/chromiumOptions.ts';

const src = (path: string): string => fileURLToPath(new URL(`./src/${path}`, import.meta.url));

/** Tests import the package by its public names; these resolve to the sources. */
export const publicEntries = [
  { find: /^react-conversation-stream$/, replacement: src('index.ts') },
  { find: /^react-conversation-stream\/styles\.css$/, replacement: src('ui/styles.css') },
  { find: /^react-conversation-stream\/(.+)$/, replacement: src('$1/index.ts') },
];

export default defineConfig({
  plugins: [react()],
  resolve: { alias: publicEntries },
  test: {
    restoreMocks: true,
    reporters: ['default', './test/tools/plainSummary.ts'],
    coverage: { provider: 'v8', include: ['src/**'], reporter: ['text-summary'] },
    projects: [
      {
        extends: true,
        test: {
          name: 'core',
          environment: 'node',
          include: ['test/{core,transports,server,sim,playground,project}/**/*.test.ts'],
          testTimeout: 20_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'react',
          environment: 'jsdom',
          include: ['test/{react,ui}/**/*.test.tsx'],
          setupFiles: ['test/helpers/setupJsdom.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'types',
          include: [],
          typecheck: { enabled: true, only: true, include: ['test/**/*.test-d.ts'] },
        },
      },
      {
        // Drives a real Chromium from Node: pages of the playground, real sockets counted on the server.
        extends: true,
        test: {
          name: 'pages',
          environment: 'node',
          include: ['test/pages/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: ['test/browser/**/*.test.tsx'],
          browser: {
            enabled: true,
            headless: true,
            provider: playwright({ launchOptions: chromiumOptions() }),
            screenshotFailures: false,
            instances: [{ browser: 'chromium' }],
          },
        },
      },
    ],
  },
});
