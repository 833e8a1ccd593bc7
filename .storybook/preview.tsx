import type { Preview } from '@storybook/react-vite';
import { configure } from 'storybook/test';
import 'react-conversation-stream/styles.css';
import './preview.css';
import { appearanceGlobals, withAppearance } from './appearance.ts';
import { nameTypes } from './nameTypes.ts';
import { networkGlobal } from './network.ts';

/* A condition is awaited, not timed: a busy machine takes longer. What is announced stands in the page twice. */
configure({ asyncUtilTimeout: 10_000, defaultIgnore: 'script, style, [aria-live]' });

const preview: Preview = {
  tags: ['autodocs'],
  parameters: {
    layout: 'fullscreen',
    // A story with a violation fails its test, in both themes.
    a11y: { test: 'error' },
    docs: { story: { inline: true } },
    controls: { disableSaveFromUI: true },
    options: {
      storySort: {
        order: [
          'Introduction',
          'Docs',
          'Components',
          'States',
          'Theming',
          'Scripts',
          'Chaos',
          'Parts',
        ],
      },
    },
  },
  globalTypes: { ...appearanceGlobals, network: networkGlobal },
  initialGlobals: { theme: 'system', direction: 'ltr', density: 'regular', network: 'online' },
  argTypesEnhancers: [nameTypes],
  decorators: [withAppearance],
};

export default preview;
