import type { ReactElement } from 'react';
import { Action } from './Action.tsx';
import type { BackendControls, NetworkControl } from './backends/backend.ts';
import type { ControlPlane } from './controlPlane.ts';
import { OfflineSwitch } from './OfflineSwitch.tsx';

export interface NetworkControlsProps {
  readonly control: ControlPlane;
  readonly controls: BackendControls;
  readonly conversationId: string;
}

/** What a network and a server can do to a stream. */
export function NetworkControls(props: NetworkControlsProps): ReactElement {
  const { control, controls, conversationId } = props;
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
    const text = 'Said while nobody could hear it.';
    return control.post('emit', { conversationId, ...controls.say?.assistant?.(text) });
  };
  const outage = async (): Promise<void> => {
    const body = { kind: 'http', status: 503, times: 2, match: { route: 'stream' } };
    await control.post('faults', body);
    await drop();
    for (const text of ['Are you there?', 'I will try again.', 'There you are!'])
      await control.post('emit', { conversationId, ...controls.say?.assistant?.(text) });
  };
  const refuseToken = async (): Promise<unknown> => {
    await control.post('faults', { kind: 'http', status: 401, match: { route: 'stream' } });
    return drop();
  };
  const restart = (): Promise<unknown> => control.post('restart', { downtime: 3_000 });
  const actions: readonly [NetworkControl, string, string, () => Promise<unknown>][] = [
    ['drop', 'Drop', 'Breaks mid-stream', drop],
    ['outage', 'Outage', 'Three say something', outage],
    ['half-open', 'Half-open', 'Silent, found in 45 s', loseMessages],
    ['duplicate', 'Duplicate', 'Breaks, then repeats', duplicate],
    ['expire-tickets', 'Expire tickets', 'The next is refused', expireTickets],
    ['refuse-token', 'Refuse token', 'The next is fresh', refuseToken],
    ['restart', 'Restart server', 'Gone for 3 s', restart],
  ];
  return (
    <fieldset className="pg-group">
      <legend>Network</legend>
      {actions
        .filter(([name]) => controls.network.includes(name))
        .map(([name, label, hint, onPress]) => (
          <Action key={name} {...{ label, hint, onPress }} />
        ))}
      <OfflineSwitch onOffline={drop} />
    </fieldset>
  );
}
