import { cleanup, render } from '@testing-library/react';
import type { ReactElement } from 'react';
import {
  ConversationProvider,
  createConversationClient,
  type Message,
} from 'react-conversation-stream';
import { createScriptedTransport } from 'react-conversation-stream/testing';
import {
  ChatTranscript,
  ConversationAnnouncer,
  type ChatTranscriptProps,
} from 'react-conversation-stream/ui';
import { afterEach, describe, expect, it, onTestFinished } from 'vitest';
import { listenToRegions } from '../helpers/listenToRegions.ts';
import { message } from '../helpers/message.ts';

afterEach(cleanup);

const ada = { id: 'ada', name: 'Ada', kind: 'human' } as const;
const said = (id: string, text: string, given: Parameters<typeof message>[2] = {}): Message =>
  message(id, text, { author: ada, ...given });
const first = [said('m1', 'One.'), said('m2', 'Two.')];

interface Stage {
  /** What the live regions said so far, assertive items with a "!". */
  readonly heard: readonly string[];
  readonly show: (messages: readonly Message[], props?: Partial<ChatTranscriptProps>) => void;
}

function listen(
  messages: readonly Message[],
  given: Partial<ChatTranscriptProps> = {},
  wrap = (ui: ReactElement): ReactElement => ui,
): Stage {
  const heard = listenToRegions();
  const view = (shown: readonly Message[], props: Partial<ChatTranscriptProps>): ReactElement =>
    wrap(<ChatTranscript {...given} {...props} messages={shown} />);
  const { rerender } = render(view(messages, {}));
  return { heard, show: (shown, props = {}) => rerender(view(shown, props)) };
}

describe('given messages', () => {
  it('are announced when they come, the first ones are not', async () => {
    const { heard, show } = listen(first);
    show([...first, said('m3', 'Three.')]);
    await expect.poll(() => heard).toEqual(['Ada: Three.']);
  });

  it('that are older, or one’s own, are not', async () => {
    const { heard, show } = listen(first);
    const older = [said('m-1', 'Before.'), said('m0', 'Before, too.')];
    const own = message('m3', 'Mine.', { role: 'user' });
    show([...older, ...first]);
    show([...older, ...first, own]);
    show([said('m-2', 'Long before.'), ...older, ...first, own, said('m4', 'Sentinel.')]);
    await expect.poll(() => heard).toEqual(['Ada: Sentinel.']);
  });

  it('are told as their number where more than three come at once', async () => {
    const { heard, show } = listen(first);
    show([...first, ...Array.from({ length: 20 }, (_, index) => said(`n${index}`, `N ${index}`))]);
    await expect.poll(() => heard).toEqual(['20 new messages']);
  });

  it('are announced once they are whole, by what they say then', async () => {
    const { heard, show } = listen(first);
    for (const text of ['A', 'A long', 'A long answer.'])
      show([...first, said('m3', text, { status: 'streaming' })]);
    show([...first, said('m3', 'A long answer.')]);
    show([...first, said('m3', 'A long answer.'), said('m4', 'Sentinel.')]);
    await expect.poll(() => heard).toEqual(['Ada: A long answer.', 'Ada: Sentinel.']);
  });

  it('that could not be sent are told assertively', async () => {
    const { heard, show } = listen(first);
    const send = { role: 'user', status: 'sending' } as const;
    show([...first, message('m3', 'Hello?', send)]);
    show([...first, message('m3', 'Hello?', { ...send, status: 'failed' })]);
    await expect.poll(() => heard).toEqual(['!Not sent: Hello?']);
  });

  it('that had to be loaded first, or are another conversation’s, were there before', async () => {
    const { heard, show } = listen([]);
    show(first);
    const other = { conversationId: 'other' };
    show([{ ...said('o1', 'Elsewhere.'), ...other }]);
    show([
      { ...said('o1', 'Elsewhere.'), ...other },
      { ...said('o2', 'Sentinel.'), ...other },
    ]);
    await expect.poll(() => heard).toEqual(['Ada: Sentinel.']);
  });

  it('are spoken as `speech`, `toSpeech` and `labels` say', async () => {
    const labels = { spokenMessage: (author: string, text: string) => `${author} sagt ${text}` };
    const { heard, show } = listen(first, { labels, toSpeech: (text) => text.toUpperCase() });
    show([...first, said('m3', 'Three.')]);
    await expect.poll(() => heard).toEqual(['Ada sagt THREE.']);
    show([...first, said('m3', 'Three.'), said('m4', 'Four.')], { speech: 'off' });
    show([...first, said('m3', 'Three.'), said('m4', 'Four.')], { speech: 'status' });
    show([...first, said('m3', ''), said('m4', ''), said('m5', 'Five.')], { speech: 'status' });
    await expect.poll(() => heard).toEqual(['Ada sagt THREE.', 'New message from Ada']);
  });

  it('are left to the announcer around them', async () => {
    const transport = createScriptedTransport({ conversations: { c1: [] } });
    const client = createConversationClient({ transport });
    onTestFinished(() => {
      cleanup();
      client.dispose();
      transport.dispose();
    });
    const { heard, show } = listen(first, {}, (ui) => (
      <ConversationProvider client={client}>
        <ConversationAnnouncer conversationId="c1">{ui}</ConversationAnnouncer>
      </ConversationProvider>
    ));
    expect(document.querySelectorAll('[aria-live]')).toHaveLength(2);
    onTestFinished(client.conversation('c1').connect());
    await expect.poll(() => client.conversation('c1').store.getState().continuity).toBe('live');
    show([...first, said('m3', 'Three.')]);
    transport.emit('c1', 'Sentinel.');
    await expect.poll(() => heard).toEqual(['Assistant: Sentinel.']);
  });
});
