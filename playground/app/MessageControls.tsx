import type { ReactElement } from 'react';
import { getMessageText, useConversation, type Message } from 'react-conversation-stream';
import { selectMessages } from 'react-conversation-stream/core';
import { Action } from './Action.tsx';
import type { BackendControls } from './backends/backend.ts';
import type { ControlPlane } from './controlPlane.ts';

export interface MessageControlsProps {
  readonly control: ControlPlane;
  readonly controls: BackendControls;
  readonly conversationId: string;
}

/** What others do: a person joins in, the agent speaks, messages are changed and removed. */
export function MessageControls(props: MessageControlsProps): ReactElement | undefined {
  const { control, controls, conversationId } = props;
  const { store, reconcile } = useConversation(undefined, { enabled: false });
  const { say: { operator, assistant } = {}, edit, canDelete } = controls;
  const emit = (body: object): Promise<unknown> =>
    control.post('emit', { conversationId, ...body });
  const newest = (): Message => {
    const message = selectMessages(store.getState()).findLast(isConfirmed);
    if (message === undefined) throw new Error('There is no message yet.');
    return message;
  };
  const change = async (toBody: (text: string) => object): Promise<unknown> => {
    const { id, ...message } = newest();
    const body = toBody(`${getMessageText(message)} (edited)`);
    return control.post('edit', { conversationId, id, ...body });
  };
  const remove = async (): Promise<unknown> => {
    await control.post('delete', { conversationId, id: newest().id });
    // Not every wire tells of a deletion: reading again shows it.
    return reconcile();
  };
  const burst = async (toBody: (text: string) => object): Promise<void> => {
    for (let index = 1; index <= 20; index += 1) await emit(toBody(`Message ${index} of 20.`));
  };
  if (!operator && !assistant && !edit && !canDelete) return undefined;
  return (
    <fieldset className="pg-group">
      <legend>Messages</legend>
      {operator && (
        <Action
          label="Operator says…"
          hint="A person joins in"
          onPress={() => emit(operator('Hi, Ada here. I am looking into it.'))}
        />
      )}
      {assistant && (
        <>
          <Action
            label="Assistant says…"
            hint="The agent, unasked"
            onPress={() => emit(assistant('Your order is out for delivery.'))}
          />
          <Action label="Burst" hint="Twenty at once" onPress={() => burst(assistant)} />
        </>
      )}
      {edit && <Action label="Edit last" hint="Its text changes" onPress={() => change(edit)} />}
      {canDelete && <Action label="Delete last" hint="Then reads again" onPress={remove} />}
    </fieldset>
  );
}

function isConfirmed({ status }: Message): boolean {
  return status !== 'queued' && status !== 'sending' && status !== 'failed';
}
