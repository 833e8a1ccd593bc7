import type { Preview } from '@storybook/react-vite';

/** Toolbar for the way between a story and its scripted backend; `stories/stage` obeys it. */
export const networkGlobal: NonNullable<Preview['globalTypes']>[string] = {
  description: 'Network of the scripted backend',
  toolbar: {
    title: 'Network',
    icon: 'rss',
    dynamicTitle: true,
    items: [
      { value: 'online', title: 'Online' },
      { value: 'slow', title: 'Slow' },
      { value: 'flaky', title: 'Flaky' },
      { value: 'offline', title: 'Offline' },
    ],
  },
};
