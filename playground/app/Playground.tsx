import { useMemo, useRef, type ReactElement } from 'react';
import { Conversation, ConversationProvider } from 'react-conversation-stream';
import { ConversationFeed } from 'react-conversation-stream/ui';
import type { Backend } from './backends/backend.ts';
import type { BackendConfig } from './config.ts';
import { ControlPanel } from './ControlPanel.tsx';
import { createControlPlane } from './controlPlane.ts';
import { Inspector } from './Inspector.tsx';
import { Masthead } from './Masthead.tsx';
import { useUrlParam } from './useUrlParam.ts';

export interface PlaygroundProps {
  readonly backend: Backend;
  readonly running: readonly Backend[];
  readonly config: BackendConfig;
}

/** One backend: chat at the left, controls at the right, what goes on below. */
export function Playground({ backend, running, config }: PlaygroundProps): ReactElement {
  const transport = useMemo(() => backend.createTransport(config), [backend, config]);
  const control = useMemo(() => createControlPlane(config.controlUrl), [config]);
  const [wanted, setConversation] = useUrlParam('conversation');
  const chat = useRef<HTMLElement>(null);
  const { conversations } = config;
  const current = conversations.find(({ id }) => id === wanted) ?? conversations[0];
  const conversationId = wanted ?? current?.id ?? null;

  return (
    <ConversationProvider transport={transport}>
      <Conversation id={conversationId}>
        <div className="pg">
          <Masthead
            title={current?.title ?? 'Conversation'}
            backend={backend.label}
            blurb={backend.blurb}
          />
          <main ref={chat} className="pg-chat" aria-label="Chat">
            <ConversationFeed headingLevel={2} />
          </main>
          <aside className="pg-controls" aria-label="Controls">
            <ControlPanel
              {...{ backend, running, control, conversations, conversationId }}
              onConversation={setConversation}
            />
          </aside>
          <section className="pg-inspector" aria-label="Inspector">
            <Inspector control={control} conversationId={conversationId ?? ''} chat={chat} />
          </section>
        </div>
      </Conversation>
    </ConversationProvider>
  );
}
