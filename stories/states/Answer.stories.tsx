import type { Meta, StoryObj } from '@storybook/react-vite';
import { ConversationFeed } from 'react-conversation-stream/ui';
import { expect, waitFor } from 'storybook/test';
import { dialogue } from '../stage/dialogue.ts';
import { expectShown } from '../stage/expectShown.ts';
import { getStage, withStage } from '../stage/withStage.tsx';

/** What an answer can be in, from the first sign of it to its end, on a backend that answers in turns. */
const meta = {
  title: 'States/Answer',
  component: ConversationFeed,
} satisfies Meta<typeof ConversationFeed>;

export default meta;
type Story = StoryObj<typeof meta>;

const turn = { shape: 'turn', messages: dialogue } as const;
const pace = { delay: 0, interval: 0 };
const question = 'Can you book a table for two at half past seven?{Enter}';
const table = {
  type: 'tool-book-table',
  title: 'Book a table',
  toolCallId: 't1',
  input: { guests: 2, at: '19:30', note: 'no nuts' },
} as const;
const reasoning = {
  type: 'reasoning',
  text: 'Half past seven is full, a quarter to eight is not.',
} as const;

type PlayContext = Parameters<NonNullable<Story['play']>>[0];

/** Asks, once what was said before is there. */
async function ask({
  canvas,
  canvasElement,
  userEvent,
}: Pick<PlayContext, 'canvas' | 'canvasElement' | 'userEvent'>): Promise<void> {
  await expectShown(canvasElement, /Good evening, this is Inês/);
  await userEvent.type(canvas.getByRole('textbox'), question);
}

/** The server has the question; nothing of the answer is here yet. */
export const Due: Story = {
  decorators: [withStage({ ...turn, pace: { delay: 600_000 }, reply: 'Later.' })],
  play: async ({ canvas, canvasElement, userEvent }) => {
    await ask({ canvas, canvasElement, userEvent });
    await expectShown(canvasElement, 'Marlowe is answering…');
    await expect(canvas.getByRole('button', { name: 'Stop' })).toBeVisible();
  },
};

/** Escape stops it; what was said is kept. */
export const Stopped: Story = {
  decorators: [
    withStage({ ...turn, pace: { delay: 0, interval: 60 }, reply: 'I will look. '.repeat(50) }),
  ],
  play: async ({ canvas, canvasElement, userEvent }) => {
    await ask({ canvas, canvasElement, userEvent });
    await expectShown(canvasElement, /I will look/);
    await userEvent.keyboard('{Escape}');
    await expectShown(canvasElement, 'Stopped');
  },
};

/** The agent failed in the middle. What it said is kept; it can be asked again. */
export const Failed: Story = {
  decorators: [withStage({ ...turn, pace, reply: ['I will look at', { type: 'error' }] })],
  play: async ({ canvas, canvasElement, userEvent }) => {
    await ask({ canvas, canvasElement, userEvent });
    await expectShown(canvasElement, 'Something went wrong — answer incomplete');
    await expect(canvas.getByRole('button', { name: 'Try again' })).toBeEnabled();
  },
};

/** The connection ended before the backend said done, and could not be taken up again. "Continue" tries once more. */
export const Interrupted: Story = {
  decorators: [
    withStage({
      ...turn,
      policy: { backoff: () => 0, maxRetries: 1, recoveryDelays: [0] },
      pace: { delay: 20, interval: 0 },
      reply: ['I will look', { type: 'drop' }, { type: 'wait', delay: 600_000 }, 'and book.'],
      prepare: ({ transport }) =>
        transport.fault({ kind: 'refuse', request: 'resume', times: Infinity }),
    }),
  ],
  play: async ({ canvas, canvasElement, userEvent }) => {
    await ask({ canvas, canvasElement, userEvent });
    await expectShown(canvasElement, 'Connection lost — answer incomplete');
    await expect(canvas.getByRole('button', { name: 'Continue' })).toBeEnabled();
    await expect(canvas.getByRole('button', { name: 'Try again' })).toBeEnabled();
  },
};

/** A tool asks first. It shows what it would be given; the answer goes to the backend, and the turn goes on. */
export const WantsApproval: Story = {
  decorators: [
    withStage({
      ...turn,
      pace,
      reply: [
        reasoning,
        { ...table, state: 'approval-requested', approval: { id: 'a1' } },
        { ...table, state: 'output-available', output: { booked: true, table: 4 } },
        'Done: table 4, half past seven.',
      ],
    }),
  ],
  play: async ({ canvas, canvasElement, userEvent }) => {
    await ask({ canvas, canvasElement, userEvent });
    await userEvent.click(await canvas.findByRole('button', { name: 'Approve' }));
    const { transport } = getStage(canvasElement);
    await waitFor(() => expect(transport.countRequests('approval')).toBe(1));
    await waitFor(() => expect(canvas.queryByRole('button', { name: 'Approve' })).toBeNull());
  },
};

/** Denied: the tool does not run, and the answer ends there. */
export const Denied: Story = {
  decorators: [
    withStage({
      ...turn,
      pace,
      reply: [{ ...table, state: 'approval-requested', approval: { id: 'a1' } }, 'Done.'],
    }),
  ],
  play: async ({ canvas, canvasElement, userEvent }) => {
    await ask({ canvas, canvasElement, userEvent });
    await userEvent.click(await canvas.findByRole('button', { name: 'Deny' }));
    await expect(await canvas.findByRole('button', { name: 'Book a table Denied' })).toBeVisible();
  },
};

/** It asks, and waits. */
export const Waiting: Story = {
  decorators: [
    withStage({
      ...turn,
      pace,
      reply: [
        reasoning,
        'I can do that.',
        { ...table, state: 'approval-requested', approval: { id: 'a1' } },
      ],
    }),
  ],
  play: async ({ canvas, canvasElement, userEvent }) => {
    await ask({ canvas, canvasElement, userEvent });
    await expect(await canvas.findByRole('button', { name: 'Deny' })).toBeVisible();
  },
};

/** Reasoning folded away, a tool that is done, and where the answer comes from. */
export const WithEverything: Story = {
  decorators: [
    withStage({
      messages: [
        { role: 'user', text: 'A table for two at half past seven, please.' },
        {
          parts: [
            { ...reasoning, state: 'done' },
            { ...table, state: 'output-available', output: { booked: true, table: 4 } },
            {
              ...table,
              toolCallId: 't2',
              title: 'Ask the kitchen',
              state: 'output-error',
              errorText: 'The kitchen is closed.',
            },
            { type: 'text', text: 'Table 4 is yours at a quarter to eight.' },
            {
              type: 'file',
              mediaType: 'application/pdf',
              filename: 'confirmation.pdf',
              url: 'https://files.example/confirmation.pdf',
            },
            {
              type: 'source-url',
              sourceId: 's1',
              url: 'https://porto.example/opening-hours',
              title: 'Opening hours',
            },
            {
              type: 'source-document',
              sourceId: 's2',
              mediaType: 'text/plain',
              title: 'House rules',
            },
          ],
        },
      ],
    }),
  ],
  play: async ({ canvas, canvasElement, userEvent }) => {
    await expectShown(canvasElement, /Table 4 is yours/);
    await userEvent.click(canvas.getByRole('button', { name: 'Book a table Done' }));
    await expect(canvas.getByRole('group', { name: 'Result' })).toHaveTextContent('"table": 4');
  },
};
