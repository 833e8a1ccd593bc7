import type { ReactElement } from 'react';
import { AppearanceControls } from './AppearanceControls.tsx';
import type { Backend } from './backends/backend.ts';
import type { ControlPlane } from './controlPlane.ts';
import { MessageControls } from './MessageControls.tsx';
import { NetworkControls } from './NetworkControls.tsx';
import { Prompts } from './Prompts.tsx';

export interface ControlPanelProps {
  readonly backend: Backend;
  readonly control: ControlPlane;
  readonly conversationId: string;
}

/** Everything one can do to the conversation from outside the chat. */
export function ControlPanel({ backend, ...shared }: ControlPanelProps): ReactElement {
  return (
    <>
      <Prompts prompts={backend.prompts} />
      <NetworkControls {...shared} controls={backend.controls} />
      <MessageControls {...shared} controls={backend.controls} />
      <AppearanceControls backend={backend} />
    </>
  );
}
