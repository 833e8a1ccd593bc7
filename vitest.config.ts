import { storybookTest } from '@storybook/addon-vitest/vitest-plugin';
import react from '@vitejs/plugin-react';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig, type TestProjectConfiguration } from 'vitest/config';
import { chromiumOptions } from './test/helpers/chromiumOptions.ts';
import { publicEntries } from './test/helpers/publicEntries.ts';
import { compileReact } from './test/react-compiler/reactCompiler.ts';
import { resolveReact18 } from './test/react-18/resolveReact18.ts';

/** Every story in a real Chromium: its play function, then axe. One project per theme, one after the other. */
function storiesIn(theme: 'light' | 'dark', groupOrder: number): TestProjectConfiguration {
  return {
    extends: '.storybook/vite.config.ts',
    plugins: [storybookTest({ configDir: '.storybook', initialGlobals: { theme } })],
    test: {
      name: `storybook-${theme}`,
      testTimeout: 30_000,
      fileParallelism: false,
      sequence: { groupOrder },
      browser: {
        enabled: true,
        headless: true,
        provider: playwright({ launchOptions: chromiumOptions() }),
        screenshotFailures: false,
        instances: [{ browser: 'chromium' }],
      },
    },
  };
}

export default defineConfig({
  plugins: [react()],
  resolve: { alias: publicEntries },
  test: {
    restoreMocks: true,
    reporters: ['default', './test/tools/plainSummary.ts'],
    // Most tests wait more than they compute. Groups run one after the other, in the order of `groupOrder`.
    maxWorkers: 2,
    coverage: { provider: 'v8', include: ['src/**'], reporter: ['text-summary'] },
    projects: [
      {
        extends: true,
        test: {
          name: 'core',
          environment: 'node',
          include: [
            'test/{core,query,markdown,transports,server,sim,playground,project,testing}/**/*.test.ts',
          ],
          testTimeout: 20_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'react',
          environment: 'jsdom',
          include: ['test/{react,ui,markdown,testing}/**/*.test.tsx'],
          setupFiles: ['test/helpers/setupJsdom.ts'],
        },
      },
      {
        // The hooks and the components of their tests, compiled.
        extends: true,
        plugins: [compileReact()],
        test: {
          name: 'react-compiler',
          environment: 'jsdom',
          include: ['test/{react,react-compiler}/**/*.test.tsx'],
          setupFiles: ['test/helpers/setupJsdom.ts'],
        },
      },
      {
        extends: true,
        plugins: [resolveReact18()],
        test: {
          name: 'react-18',
          environment: 'jsdom',
          include: ['test/{react,react-18}/**/*.test.tsx'],
          // What React 18 does not have.
          exclude: ['**/node_modules/**', 'test/react/activity.test.tsx'],
          setupFiles: ['test/helpers/setupJsdom.ts'],
          globalSetup: 'test/react-18/install.ts',
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
          sequence: { groupOrder: 1 },
        },
      },
      {
        // Projects that install the packed tarball. One after the other: they build, and share one install.
        extends: true,
        test: {
          name: 'consumers',
          environment: 'node',
          include: ['test/consumers/*.test.ts'],
          globalSetup: 'test/consumers/setup.ts',
          testTimeout: 90_000,
          hookTimeout: 120_000,
          fileParallelism: false,
          sequence: { groupOrder: 2 },
        },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: ['test/browser/**/*.test.tsx'],
          fileParallelism: false,
          sequence: { groupOrder: 2 },
          browser: {
            enabled: true,
            headless: true,
            provider: playwright({ launchOptions: chromiumOptions() }),
            screenshotFailures: false,
            instances: [{ browser: 'chromium' }],
          },
        },
      },
      storiesIn('light', 3),
      storiesIn('dark', 4),
    ],
  },
});
