import { cleanup, render, screen, waitFor } from '@testing-library/react';
import { Activity, type ReactElement } from 'react';
import { ConversationProvider, useConversationStream } from 'react-conversation-stream';
import { afterEach, describe, expect, it } from 'vitest';
import { createScriptedTransport, serverMessage } from '../helpers/scriptedTransport.ts';

const history = [serverMessage('m1', 'Hello')];

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
    const transport = createScriptedTransport(history);
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
    await waitFor(() => expect(transport.countOpen()).toBe(0));
    rerender(tree('visible'));
    await waitFor(() => expect(transport.countOpen()).toBe(1));
    transport.emit({ type: 'message', message: serverMessage('m2', 'Two', { at: 1 }) });
    await screen.findByText('live 2');
  });
});
