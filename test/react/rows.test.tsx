import { screen, waitFor } from '@testing-library/react';
import { memo, type ReactElement } from 'react';
import {
  getMessageText,
  useConversationStream,
  useMessage,
  useMessageKeys,
  useMessages,
  type Message,
} from 'react-conversation-stream';
import { createScriptedTransport } from 'react-conversation-stream/testing';
import { describe, expect, it } from 'vitest';
import { beginAnswer } from '../helpers/beginAnswer.ts';
import { renderConversation } from '../helpers/renderConversation.tsx';

const history = Array.from({ length: 10 }, (_, index) => ({
  id: `m${index}`,
  text: `Text ${index}`,
}));

/** Rows by key, counting the renders of each and of the list. */
function createRows() {
  const renders = new Map<string, number>();
  const count = (name: string): void => void renders.set(name, (renders.get(name) ?? 0) + 1);
  const Row = memo(function Row({ messageKey }: { readonly messageKey: string }): ReactElement {
    const message = useMessage(messageKey);
    count(message?.id ?? 'missing');
    return <p>{message && getMessageText(message)}</p>;
  });
  function Rows(): ReactElement[] {
    count('list');
    return useMessageKeys().map((key) => <Row key={key} messageKey={key} />);
  }
  return { Rows, renders };
}

describe('useMessage and useMessageKeys', () => {
  it('render the row that changed and nothing else', async () => {
    const transport = createScriptedTransport({ conversations: { c1: history } });
    const { Rows, renders } = createRows();
    renderConversation(transport, <Rows />);
    await screen.findByText('Text 9');
    await waitFor(() => expect(transport.countRequests('history')).toBeGreaterThanOrEqual(2));

    renders.clear();
    transport.edit('c1', 'm4', 'Edited');
    await screen.findByText('Edited');
    expect(Object.fromEntries(renders)).toEqual({ m4: 1 });
  });

  it('render only the streaming row for deltas', async () => {
    const transport = createScriptedTransport({ conversations: { c1: history } });
    const { Rows, renders } = createRows();
    renderConversation(transport, <Rows />);
    await screen.findByText('Text 9');
    const part = { type: 'text', text: 'One' } as const;
    const at = { messageId: 'a', partId: 'p' };
    transport.tell('c1', beginAnswer('a'), { type: 'part-set', ...at, part });
    await screen.findByText('One');

    renders.clear();
    for (const delta of [' two', ' three', ' four']) {
      transport.tell('c1', { type: 'part-delta', ...at, delta });
      await screen.findByText(new RegExp(`${delta}$`));
    }
    expect(Object.fromEntries(renders)).toEqual({ a: 3 });
  });

  it('render the list and the new row for a new message', async () => {
    const transport = createScriptedTransport({ conversations: { c1: history } });
    const { Rows, renders } = createRows();
    renderConversation(transport, <Rows />);
    await screen.findByText('Text 9');

    renders.clear();
    transport.emit('c1', { id: 'm10', text: 'Text 10' });
    await screen.findByText('Text 10');
    expect(Object.fromEntries(renders)).toEqual({ list: 1, m10: 1 });
  });

  it('useMessage with select renders only when what is selected differs', async () => {
    const transport = createScriptedTransport({ conversations: { c1: history } });
    const roles: (string | undefined)[] = [];
    function Role({ messageKey }: { readonly messageKey: string }): null {
      roles.push(useMessage(messageKey, undefined, { select: ({ role }) => role }));
      return null;
    }
    function Probe(): ReactElement {
      const { keys, messages } = useConversationStream();
      return (
        <>
          <p>{messages.at(-1)?.role}</p>
          <p>{messages.at(-1) && getMessageText(messages.at(-1)!)}</p>
          {keys.slice(-1).map((key) => (
            <MemoRole key={key} messageKey={key} />
          ))}
        </>
      );
    }
    const MemoRole = memo(Role);
    renderConversation(transport, <Probe />);
    await screen.findByText('Text 9');

    roles.length = 0;
    const edit = (text: string, role: Message['role']): void => {
      transport.edit('c1', 'm9', { text, role });
    };
    edit('Other text', 'assistant');
    await screen.findByText('Other text');
    expect(roles).toEqual([]);
    edit('Other role', 'system');
    await screen.findByText('Other role');
    expect(roles).toEqual(['system']);
  });

  it('useMessage gives undefined for a key nobody has', async () => {
    const transport = createScriptedTransport({ conversations: { c1: history } });
    function Missing(): ReactElement {
      return <p>{useMessage('nobody') === undefined ? 'Nothing there' : 'Something'}</p>;
    }
    renderConversation(transport, <Missing />);
    expect(screen.getByText('Nothing there')).toBeVisible();
    expect(transport.countRequests()).toBe(0);
  });
});

describe('useMessages with select', () => {
  it('renders when the selection differs, not when other messages change', async () => {
    const transport = createScriptedTransport({ conversations: { c1: history } });
    const lengths: number[] = [];
    function Users(): ReactElement {
      const { messages } = useMessages(undefined, {
        // A new function and a new array each time, as people write it.
        select: (all) => all.filter(({ role }) => role === 'user'),
      });
      lengths.push(messages.length);
      return <p>{messages.length} of users</p>;
    }
    function Total(): ReactElement {
      return <p>{useMessageKeys().length} in all</p>;
    }
    renderConversation(
      transport,
      <>
        <Users />
        <Total />
      </>,
    );
    await screen.findByText('10 in all');

    lengths.length = 0;
    transport.emit('c1', { id: 'a', text: 'Answer' });
    await screen.findByText('11 in all');
    expect(lengths).toEqual([]);
    transport.emit('c1', { id: 'u', text: 'Me', role: 'user' });
    await screen.findByText('1 of users');
    expect(lengths).toEqual([1]);
  });

  it('selects once per list, however often it is asked', async () => {
    const transport = createScriptedTransport({ conversations: { c1: history } });
    const lists: unknown[] = [];
    const select = (all: readonly Message[]): number => {
      lists.push(all);
      return all.length;
    };
    function Count(): ReactElement {
      const { messages, isPending } = useMessages(undefined, { select });
      return <p>{isPending ? 'Pending' : messages}</p>;
    }
    renderConversation(transport, <Count />);
    await screen.findByText('10');
    transport.emit('c1', { id: 'a', text: 'Answer' });
    await screen.findByText('11');
    expect(lists).toHaveLength(new Set(lists).size);
  });

  it('selects anything, e.g. a number', async () => {
    const transport = createScriptedTransport({ conversations: { c1: history } });
    function Count(): ReactElement {
      const { messages: count } = useMessages(undefined, { select: (all) => all.length });
      return <p>{count} messages</p>;
    }
    renderConversation(transport, <Count />);
    expect(await screen.findByText('10 messages')).toBeVisible();
  });
});
