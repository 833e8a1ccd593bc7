import type { Meta, StoryObj } from '@storybook/react-vite';
import { SettingsProvider, Timestamp } from 'react-conversation-stream/ui';
import { expect } from 'storybook/test';
import { partDecorator } from './partDecorator.tsx';
import { partPage } from './partPage.ts';

const meta = {
  title: 'Parts/Timestamp',
  component: Timestamp,
  subcomponents: { SettingsProvider },
  decorators: [partDecorator],
  parameters: partPage({
    about:
      'Hours and minutes of the message it is in, or of `time`, with the full time for machines in `dateTime`. A server writes English and UTC unless it is told otherwise, so that hydration finds the same.',
    anatomy: `<SettingsProvider locale="de-AT" timeZone="Europe/Vienna">
  <Timestamp time={1767387060000} />
</SettingsProvider>`,
    attributes: { 'data-part': '`timestamp`' },
    tokens: ['text-meta', 'ink-faint'],
  }),
  args: { time: Date.UTC(2026, 0, 2, 21, 11) },
} satisfies Meta<typeof Timestamp>;

export default meta;
type Story = StoryObj<typeof meta>;

/** Language and time zone come from `SettingsProvider`, or from the props of a feed or transcript. */
export const English: Story = {
  render: (args) => (
    <SettingsProvider locale="en-US" timeZone="Europe/Lisbon">
      <Timestamp {...args} />
    </SettingsProvider>
  ),
  play: async ({ canvas }) => {
    await expect(canvas.getByText(/9:11\sPM/)).toBeVisible();
  },
};

export const German: Story = {
  render: (args) => (
    <SettingsProvider locale="de-DE" timeZone="Europe/Berlin">
      <Timestamp {...args} />
    </SettingsProvider>
  ),
  play: async ({ canvas }) => {
    await expect(canvas.getByText('22:11')).toBeVisible();
  },
};
