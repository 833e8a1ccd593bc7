import type { ReactElement } from 'react';
import type { Backend } from './backends/backend.ts';
import { Choice } from './Choice.tsx';
import type { BackendConfig } from './config.ts';
import { useUrlParam } from './useUrlParam.ts';

export interface MastheadProps {
  readonly backend: Backend;
  readonly running: readonly Backend[];
  readonly conversations: BackendConfig['conversations'];
  readonly conversationId: string | null;
  readonly onConversation: (id: string) => void;
  readonly areControlsOpen: boolean;
  readonly onControls: () => void;
}

/** The head of the page: which backend, which conversation. */
export function Masthead(props: MastheadProps): ReactElement {
  const { backend, running, conversations, conversationId, onConversation } = props;
  const [, setBackend] = useUrlParam('backend');
  const switchBackend = (id: string): void => {
    // Ids of one backend mean nothing to another.
    onConversation('');
    setBackend(id);
  };
  return (
    <header className="pg-masthead">
      <h1>Playground</h1>
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
      <p>{backend.blurb}</p>
      <button
        type="button"
        className="pg-button pg-disclosure"
        aria-expanded={props.areControlsOpen}
        onClick={props.onControls}
      >
        Controls
      </button>
    </header>
  );
}
