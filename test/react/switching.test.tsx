import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act, render, waitFor } from '@testing-library/react';
import { memo, type ReactElement } from 'react';
import {
  ConversationProvider,
  getMessageText,
  useConversationStream,
  useMessage,
  useMessageKeys,
  type ConversationTransport,
  type ServerMessage,
} from 'react-conversation-stream';
import { createScriptedTransport, createSeededRandom } from 'react-conversation-stream/testing';
import { expect, it } from 'vitest';

/** What is shown is what core's stores hold, which are switched 10,000 times in test/core/conversation/switching. */
const switches = 1_000;
const ids = ['A', 'B'] as const;

interface ViewProps {
  readonly account: string;
  readonly id: string;
  readonly onShow: (text: string, own: string) => void;
}

/** Everything the hooks give, in the very render that asks for another conversation. */
function View({ account, id, onShow }: ViewProps): ReactElement {
  const { messages } = useConversationStream(id);
  for (const message of messages) onShow(getMessageText(message), `${account} ${id}`);
  const keys = useMessageKeys(id);
  return (
    <ol>
      {keys.map((key) => (
        <Row key={key} rowKey={key} account={account} id={id} onShow={onShow} />
      ))}
    </ol>
  );
}

/** Both conversations have rows of the same keys, so that React keeps it when the conversation changes. */
const Row = memo(function Row({
  rowKey,
  account,
  id,
  onShow,
}: ViewProps & { readonly rowKey: string }): ReactElement {
  const message = useMessage(rowKey, id);
  const text = message ? getMessageText(message) : '';
  if (message) onShow(text, `${account} ${id}`);
  return <li>{text}</li>;
});

/** Answers each request some switches later than it was asked for, wanted or not. */
function createLateAccount(
  account: string,
  later: (answer: () => void) => void,
): ConversationTransport {
  const past = (id: string): ServerMessage[] =>
    ['m1', 'm2', 'm3'].map((key, index) => ({
      id: key,
      conversationId: id,
      role: 'assistant',
      parts: [{ type: 'text', text: `${account} ${id}` }],
      createdAt: index,
    }));
  const wait = (): Promise<void> => new Promise(later);
  return {
    ...createScriptedTransport({ scope: account }),
    async listMessages({ conversationId }) {
      await wait();
      return { messages: past(conversationId) };
    },
    async *openFeed({ conversationId }) {
      yield [{ type: 'open' }];
      for (const message of past(conversationId)) {
        await wait();
        yield [{ type: 'message', message: { ...message, version: 1 } }];
      }
      await new Promise(() => {});
    },
  };
}

it('1,000 switches of conversation and account, with answers that come late: never a foreign row', async () => {
  const next = createSeededRandom(3);
  const waiting: (() => void)[] = [];
  const answer = (left: number): void => {
    while (waiting.length > left) waiting.shift()?.();
  };
  const accounts = ['ada', 'grace'].map((name) => ({
    name,
    transport: createLateAccount(name, (go) => void waiting.push(go)),
  }));
  const queryClient = new QueryClient();
  const foreign = new Set<string>();
  let shown = 0;
  const onShow = (text: string, own: string): void => {
    shown += 1;
    if (text !== own) foreign.add(`${text} in ${own}`);
  };
  const tree = (index: number): ReactElement => {
    // Mostly the conversation changes, now and then the account.
    const { name, transport } = accounts[Math.floor(index / 10) % 2]!;
    return (
      <QueryClientProvider client={queryClient}>
        <ConversationProvider transport={transport}>
          <View account={name} id={ids[index % 2]!} onShow={onShow} />
        </ConversationProvider>
      </QueryClientProvider>
    );
  };
  const { rerender, unmount, container } = render(tree(0));
  /** Until everything was answered and is on the screen. */
  const linger = (): Promise<void> =>
    waitFor(() => {
      answer(0);
      expect(container.querySelectorAll('li')).toHaveLength(3);
    });
  for (const index of [0, 1, 10, 11]) {
    rerender(tree(index));
    await linger();
  }
  for (let index = 1; index <= switches; index += 1) {
    await act(async () => {
      rerender(tree(index));
      answer(Math.floor(6 * next()));
    });
    if (index % 97 === 0) await linger();
  }
  unmount();
  answer(0);
  queryClient.clear();
  expect([...foreign]).toEqual([]);
  expect(shown).toBeGreaterThan(6 * switches);
}, 60_000);
