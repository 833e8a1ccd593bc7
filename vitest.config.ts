import react from '@vitejs/plugin-react';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { chromiumOptions } from './test/helpers/chromiumOptions.ts';
import { publicEntries } from './test/helpers/publicEntries.ts';

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
