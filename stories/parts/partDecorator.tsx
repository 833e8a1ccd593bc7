import type { Decorator } from '@storybook/react-vite';

/** A part alone, inside the box that gives it its type and colours. */
export const partDecorator: Decorator = (Story) => (
  <div className="cs-transcript stage-part">
    <Story />
  </div>
);
