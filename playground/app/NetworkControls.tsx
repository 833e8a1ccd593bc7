import type { ReactElement } from 'react';
import { Action } from './Action.tsx';
import type { ControlPlane } from './controlPlane.ts';
import { OfflineSwitch } from './OfflineSwitch.tsx';

export interface NetworkControlsProps {
  readonly control: ControlPlane;
  readonly conversationId: string;
}

/** What a network and a server can do to a stream. */
export function NetworkControls({ control, conversationId }: NetworkControlsProps): ReactElement {
  const path = `/${conversationId}/`;
  const drop = (): Promise<unknown> => control.post('drop', { path, how: 'reset' });
  const expireTickets = async (): Promise<unknown> => {
    await control.post('faults', { kind: 'auth-expire' });
    return drop();
  };
  const duplicate = async (): Promise<unknown> => {
    await control.post('faults', { kind: 'duplicate', at: 0, count: 3 });
    return drop();
  };
  const loseMessages = async (): Promise<unknown> => {
    await control.post('half-open', { path });
    return control.post('emit', { conversationId, message: 'Said while nobody could hear it.' });
  };
  return (
    <fieldset className="pg-group">
      <legend>Network</legend>
      <Action label="Drop" hint="Breaks mid-stream" onPress={drop} />
      <Action label="Half-open" hint="Silent, found in 45 s" onPress={loseMessages} />
      <Action label="Duplicate" hint="Breaks, then repeats" onPress={duplicate} />
      <Action label="Expire tickets" hint="The next is refused" onPress={expireTickets} />
      <Action
        label="Restart server"
        hint="Gone for 3 s"
        onPress={() => control.post('restart', { downtime: 3_000 })}
      />
      <OfflineSwitch onOffline={drop} />
    </fieldset>
  );
}
