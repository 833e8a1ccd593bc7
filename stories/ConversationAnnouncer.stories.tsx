import type { Meta, StoryObj } from '@storybook/react-vite';
import { ConversationAnnouncer, useAnnounce } from 'react-conversation-stream/ui';
import type { ReactElement } from 'react';
import { expect, waitFor } from 'storybook/test';
import { dialogue } from './stage/dialogue.ts';
import { withStage } from './stage/withStage.tsx';

/**
 * Says to people who use a screen reader what others see happen, through two live regions that are there, empty,
 * from the start. `<ConversationFeed>` and `<ChatTranscript>` have one: put it around parts of your own. Of several
 * for a conversation the first one speaks. It has no looks, so no attributes or tokens of its own but
 * `data-part="announcer"`. The page “Spoken” prints what is said.
 *
 * ```tsx
 * <ConversationAnnouncer speech="sentences" toSpeech={markdownToText}>
 *   <Transcript.Root>…</Transcript.Root>
 * </ConversationAnnouncer>
 * ```
 */
const meta = {
  title: 'Components/ConversationAnnouncer',
  component: ConversationAnnouncer,
  decorators: [withStage({ messages: dialogue })],
} satisfies Meta<typeof ConversationAnnouncer>;

export default meta;
type Story = StoryObj<typeof meta>;

function SaveButton(): ReactElement {
  const announce = useAnnounce();
  return (
    <button type="button" className="cs-button" onClick={() => announce({ text: 'Saved.' })}>
      Save
    </button>
  );
}

/** What is below says things of its own with `useAnnounce`. */
export const OwnWords: Story = {
  args: { children: <SaveButton /> },
  play: async ({ canvas, canvasElement, userEvent }) => {
    await userEvent.click(canvas.getByRole('button', { name: 'Save' }));
    const polite = canvasElement.querySelector('[aria-live="polite"]');
    await waitFor(() => expect(polite).toHaveTextContent('Saved.'));
  },
};
