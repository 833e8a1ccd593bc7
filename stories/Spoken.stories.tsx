import type { Meta, StoryObj } from '@storybook/react-vite';
import type { ReactElement } from 'react';
import { markdownToText } from 'react-conversation-stream/markdown';
import { ConversationFeed } from 'react-conversation-stream/ui';
import { expect, waitFor, within } from 'storybook/test';
import type { Stage } from './stage/createStage.ts';
import { concierge, dialogue } from './stage/dialogue.ts';
import { SpokenPanel } from './stage/SpokenPanel.tsx';
import { getStage, withStage } from './stage/withStage.tsx';

const longAnswer = `${'I will go through the list with you, one point after the other. '.repeat(60)}That is all.`;

/** What can happen, as buttons of the panel. */
const scenarios: Readonly<Record<string, (stage: Stage) => void>> = {
  'Short message': ({ id, transport }) =>
    void transport.emit(id, { author: concierge, text: 'Your **room** is ready.' }),
  'Long answer': ({ id, transport }) => void transport.say(id, longAnswer),
  'Network off': (stage) => stage.setNetwork('offline'),
  'Network on': (stage) => stage.setNetwork('online'),
  'Twenty messages at once': ({ id, transport }) => {
    for (let count = 1; count <= 20; count += 1) transport.emit(id, `Message ${count}`);
  },
  'Approval wanted': ({ id, transport }) =>
    void transport.say(id, [
      {
        type: 'tool-book_table',
        title: 'Book a table',
        toolCallId: 't1',
        state: 'approval-requested',
        approval: { id: 'a1' },
      },
    ]),
  'Somebody joins': ({ id, transport }) =>
    transport.tell(id, { type: 'status', status: 'joined', detail: { name: 'Inês Carvalho' } }),
  'Send that fails': ({ id, transport, client }) => {
    transport.fault({ kind: 'refuse', request: 'send', error: 'forbidden', times: 2 });
    client
      .conversation(id)
      .sendMessage('Is anybody there?')
      .catch(() => undefined);
  },
};

function Scenarios({ getStage }: { readonly getStage: () => Stage }): ReactElement {
  return (
    <fieldset className="spoken-scenarios">
      <legend>Scenarios</legend>
      {Object.entries(scenarios).map(([name, play]) => (
        <button key={name} type="button" className="cs-button" onClick={() => play(getStage())}>
          {name}
        </button>
      ))}
    </fieldset>
  );
}

/**
 * What people hear who use a screen reader: one announcer per conversation, an answer once it is whole, never
 * token by token. The panel prints what the live regions say.
 */
const meta = {
  title: 'Spoken',
  component: ConversationFeed,
  args: { toSpeech: markdownToText },
  argTypes: {
    speech: {
      description: 'How much of a message is spoken.',
      table: { type: { summary: "'complete' | 'sentences' | 'status' | 'off'" } },
      control: 'inline-radio',
      options: ['complete', 'sentences', 'status', 'off'],
    },
  },
  decorators: [withStage({ messages: dialogue, pace: { delay: 0, interval: 45, size: 40 } })],
  render: (args, { canvasElement }) => (
    <div className="spoken-stage">
      <ConversationFeed {...args} />
      <aside>
        <Scenarios getStage={() => getStage(canvasElement)} />
        <SpokenPanel />
      </aside>
    </div>
  ),
} satisfies Meta<typeof ConversationFeed>;

export default meta;
type Story = StoryObj<typeof meta>;
type PlayContext = Parameters<NonNullable<Story['play']>>[0];

/** Waits until the first page is there and the stream is live: what comes then is news. */
async function begin({ canvasElement }: PlayContext): Promise<void> {
  const { client, id } = getStage(canvasElement);
  const { store } = client.conversation(id);
  await waitFor(() => expect(store.getState().continuity).toBe('live'));
}

async function start({ canvas, userEvent }: PlayContext, scenario: string): Promise<void> {
  await userEvent.click(canvas.getByRole('button', { name: scenario }));
}

/** All that was spoken so far, assertive items with a "!". */
async function expectSpoken({ canvas }: PlayContext, spoken: readonly string[]): Promise<void> {
  const list = within(canvas.getByRole('list', { name: 'Announcements' }));
  const check = (): Promise<void> =>
    expect(
      list
        .queryAllByRole('listitem')
        .map(
          (item) =>
            (item.dataset['politeness'] === 'assertive' ? '!' : '') +
            item.querySelector('q')!.textContent,
        ),
    ).toEqual(spoken);
  // Four seconds of answer, well over the two after which somebody "is answering", on a machine that may be busy.
  await waitFor(check, { timeout: 25_000 });
}

/** Press a button, or write something, and read what is spoken. */
export const Panel: Story = {
  play: async (context) => {
    await begin(context);
    await start(context, 'Short message');
    await expectSpoken(context, ['Marlowe: Your room is ready.']);
    await start(context, 'Somebody joins');
    const joined = 'Conversation: Inês Carvalho has joined.';
    await expectSpoken(context, ['Marlowe: Your room is ready.', joined]);
  },
};

/** A thousand tokens: that somebody answers, and the answer. */
export const LongAnswer: Story = {
  play: async (context) => {
    await begin(context);
    await start(context, 'Long answer');
    await expectSpoken(context, ['Marlowe is answering…', `Marlowe: ${longAnswer}`]);
  },
};

/** Two sentences, and how long it is. */
export const TwoSentences: Story = {
  args: { speech: 'sentences' },
  play: async (context) => {
    await begin(context);
    await start(context, 'Long answer');
    const sentence = 'I will go through the list with you, one point after the other.';
    await expectSpoken(context, [
      'Marlowe is answering…',
      `Marlowe: ${sentence} ${sentence} … 783 words in all.`,
    ]);
  },
};

/** Said once when it is gone, once when it is back; what was missed is counted. */
export const Reconnect: Story = {
  play: async (context) => {
    await begin(context);
    await start(context, 'Network off');
    await expectSpoken(context, ['Reconnecting…']);
    await start(context, 'Twenty messages at once');
    await start(context, 'Network on');
    await expectSpoken(context, ['Reconnecting…', 'Connection restored.', '20 new messages']);
  },
};

/** What the reader has to know at once cuts short what is being said. */
export const Assertive: Story = {
  play: async (context) => {
    await begin(context);
    await start(context, 'Approval wanted');
    await expectSpoken(context, ['!Book a table wants your approval.']);
    await start(context, 'Send that fails');
    await expectSpoken(context, [
      '!Book a table wants your approval.',
      '!Not sent: Is anybody there?',
    ]);
  },
};
