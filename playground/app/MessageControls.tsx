import type { ReactElement } from 'react';
import { getMessageText, useConversation, type Message } from 'react-conversation-stream';
import { selectMessages } from 'react-conversation-stream/core';
import { Action } from './Action.tsx';
import type { ControlPlane } from './controlPlane.ts';

export interface MessageControlsProps {
  readonly control: ControlPlane;
  readonly conversationId: string;
}

/** What others do: a person joins in, the agent speaks, messages are changed and removed. */
export function MessageControls({ control, conversationId }: MessageControlsProps): ReactElement {
  const { store, reconcile } = useConversation(undefined, { enabled: false });
  const say = (role: string, message: string): Promise<unknown> =>
    control.post('emit', { conversationId, role, message });
  const newest = (): Message => {
    const message = selectMessages(store.getState()).findLast(isConfirmed);
    if (message === undefined) throw new Error('There is no message yet.');
    return message;
  };
  const edit = async (): Promise<unknown> => {
    const { id, ...message } = newest();
    const text = `${getMessageText(message)} (edited)`;
    return control.post('edit', { conversationId, id, message: text, resend: true });
  };
  const remove = async (): Promise<unknown> => {
    await control.post('delete', { conversationId, id: newest().id });
    // The wire tells nobody of a deletion: only reading again shows it.
    return reconcile();
  };
  const burst = async (): Promise<void> => {
    for (let index = 1; index <= 20; index += 1) await say('assistant', `Message ${index} of 20.`);
  };
  return (
    <fieldset className="pg-group">
      <legend>Messages</legend>
      <Action
        label="Operator says…"
        hint="A person joins in"
        onPress={() => say('restaurant_user', 'Hi, Ada here. I am looking into it.')}
      />
      <Action
        label="Assistant says…"
        hint="The agent, unasked"
        onPress={() => say('assistant', 'Your order is out for delivery.')}
      />
      <Action label="Burst" hint="Twenty at once" onPress={burst} />
      <Action label="Edit last" hint="Its text changes" onPress={edit} />
      <Action label="Delete last" hint="Then reads again" onPress={remove} />
    </fieldset>
  );
}

function isConfirmed({ status }: Message): boolean {
  return status !== 'queued' && status !== 'sending' && status !== 'failed';
}
