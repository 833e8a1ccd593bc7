import type { ReactElement } from 'react';
import { Action } from './Action.tsx';
import { drop, faults, type FaultScene } from './faults.ts';
import { OfflineSwitch } from './OfflineSwitch.tsx';

/** What a network and a server can do to a stream. */
export function NetworkControls(scene: FaultScene): ReactElement {
  return (
    <fieldset className="pg-group">
      <legend>Network</legend>
      {scene.controls.network.map((name) => {
        const { label, hint, commit } = faults[name];
        return <Action key={name} {...{ label, hint }} onPress={() => commit(scene)} />;
      })}
      <OfflineSwitch onOffline={() => drop(scene)} />
    </fieldset>
  );
}
