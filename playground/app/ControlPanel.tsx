import type { ReactElement } from 'react';
import { AppearanceControls } from './AppearanceControls.tsx';
import type { Backend } from './backends/backend.ts';
import { Choice } from './Choice.tsx';
import type { BackendConfig } from './config.ts';
import type { ControlPlane } from './controlPlane.ts';
import { MessageControls } from './MessageControls.tsx';
import { NetworkControls } from './NetworkControls.tsx';
import { useUrlParam } from './useUrlParam.ts';

export interface ControlPanelProps {
  readonly backend: Backend;
  readonly running: readonly Backend[];
  readonly control: ControlPlane;
  readonly conversations: BackendConfig['conversations'];
  readonly conversationId: string | null;
  readonly onConversation: (id: string) => void;
}

/** Everything one can do to the conversation from outside the chat. */
export function ControlPanel(props: ControlPanelProps): ReactElement {
  const { backend, running, control, conversations, conversationId, onConversation } = props;
  const [, setBackend] = useUrlParam('backend');
  const switchBackend = (id: string): void => {
    // Ids of one backend mean nothing to another.
    onConversation('');
    setBackend(id);
  };
  const shared = { control, controls: backend.controls, conversationId: conversationId ?? '' };
  return (
    <>
      <Choice
        label="Backend"
        value={backend.id}
        options={running.map(({ id, label }) => ({ id, title: label }))}
        onChange={switchBackend}
      />
      <Choice
        label="Conversation"
        value={conversationId ?? ''}
        options={conversations}
        onChange={onConversation}
      />
      <NetworkControls {...shared} />
      <MessageControls {...shared} />
      <AppearanceControls />
    </>
  );
}
