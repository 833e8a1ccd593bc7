import type { StorybookConfig } from '@storybook/react-vite';
import remarkGfm from 'remark-gfm';

/** Stories, docs pages and checks. Nothing leaves the machine: no telemetry, no news, no fonts from elsewhere. */
const config: StorybookConfig = {
  framework: {
    name: '@storybook/react-vite',
    // The playground's config, in the root, starts reference servers: stories need none.
    options: { builder: { viteConfigPath: '.storybook/vite.config.ts' } },
  },
  // As the package has it in `dist`.
  staticDirs: [{ from: '../stories/docs/llms.txt', to: '/llms.txt' }],
  stories: ['../stories/**/*.mdx', '../stories/**/*.stories.tsx'],
  addons: [
    {
      name: '@storybook/addon-docs',
      // Tables are not Markdown to MDX by itself.
      options: { mdxPluginOptions: { mdxCompileOptions: { remarkPlugins: [remarkGfm] } } },
    },
    '@storybook/addon-a11y',
    '@storybook/addon-vitest',
  ],
  core: { disableTelemetry: true, disableWhatsNewNotifications: true },
  typescript: { reactDocgen: 'react-docgen' },
};

export default config;
