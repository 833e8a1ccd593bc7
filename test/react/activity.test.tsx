import { cleanup, render, screen, waitFor } from '@testing-library/react';
import { Activity, type ReactElement } from 'react';
import { ConversationProvider, useConversationStream } from 'react-conversation-stream';
import { createScriptedTransport } from 'react-conversation-stream/testing';
import { afterEach, describe, expect, it } from 'vitest';

const history = [{ id: 'm1', text: 'Hello' }];

function Live(): ReactElement {
  const { continuity, messages } = useConversationStream('c1');
  return (
    <p>
      {continuity} {messages.length}
    </p>
  );
}

afterEach(cleanup);

describe('ConversationProvider with a transport', () => {
  it('lets go while hidden by an Activity and comes back with it', async () => {
    const transport = createScriptedTransport({ conversations: { c1: history } });
    const tree = (mode: 'visible' | 'hidden'): ReactElement => (
      <Activity mode={mode}>
        <ConversationProvider transport={transport}>
          <Live />
        </ConversationProvider>
      </Activity>
    );
    const { rerender } = render(tree('visible'));
    await screen.findByText('live 1');
    rerender(tree('hidden'));
    await waitFor(() => expect(transport.openStreams).toBe(0));
    rerender(tree('visible'));
    await waitFor(() => expect(transport.openStreams).toBe(1));
    transport.emit('c1', { id: 'm2', text: 'Two' });
    await screen.findByText('live 2');
  });
});
