import type { Decorator, Preview } from '@storybook/react-vite';

/** Toolbars for what a page decides about the kit: theme, direction, density. */
export const appearanceGlobals: Preview['globalTypes'] = {
  theme: {
    description: 'Theme: data-theme',
    toolbar: {
      title: 'Theme',
      icon: 'mirror',
      dynamicTitle: true,
      items: [
        { value: 'system', title: 'Theme of the system' },
        { value: 'light', title: 'Light' },
        { value: 'dark', title: 'Dark' },
      ],
    },
  },
  direction: {
    description: 'Writing direction: dir',
    toolbar: {
      title: 'Direction',
      icon: 'transfer',
      dynamicTitle: true,
      items: [
        { value: 'ltr', title: 'Left to right' },
        { value: 'rtl', title: 'Right to left' },
      ],
    },
  },
  density: {
    description: 'Density: data-density',
    toolbar: {
      title: 'Density',
      icon: 'component',
      dynamicTitle: true,
      items: [
        { value: 'compact', title: 'Compact' },
        { value: 'regular', title: 'Regular' },
        { value: 'comfortable', title: 'Comfortable' },
      ],
    },
  },
};

/** Sets them on the page itself, as an app would. */
export const withAppearance: Decorator = (Story, { globals }) => {
  const { documentElement } = document;
  documentElement.dir = globals['direction'] as string;
  documentElement.dataset['density'] = globals['density'] as string;
  if (globals['theme'] === 'system') delete documentElement.dataset['theme'];
  else documentElement.dataset['theme'] = globals['theme'] as string;
  return Story();
};
