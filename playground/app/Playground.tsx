import { useMemo, useRef, type ReactElement } from 'react';
import { Conversation, ConversationProvider } from 'react-conversation-stream';
import { ConversationFeed } from 'react-conversation-stream/ui';
import type { Backend } from './backends/backend.ts';
import type { BackendConfig } from './config.ts';
import { ControlPanel } from './ControlPanel.tsx';
import { createControlPlane } from './controlPlane.ts';
import { Inspector } from './Inspector.tsx';
import { MarkdownWithSource } from './MarkdownWithSource.tsx';
import { Masthead } from './Masthead.tsx';
import { Sheet } from './Sheet.tsx';
import { TabsLink } from './TabsLink.tsx';
import { useDocumentTitle } from './useDocumentTitle.ts';
import { useMediaQuery } from './useMediaQuery.ts';
import { phone, usePanel } from './usePanel.ts';
import { useTextFormat } from './useTextFormat.ts';
import { useUrlParam } from './useUrlParam.ts';

const plain = {};
const markdown = { Text: MarkdownWithSource };

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
  const { isOpen, setOpen } = usePanel('controls');
  const isPhone = useMediaQuery(phone);
  const [text] = useTextFormat(backend);
  const chat = useRef<HTMLElement>(null);
  const { conversations } = config;
  const current = conversations.find(({ id }) => id === wanted) ?? conversations[0];
  const conversationId = wanted ?? current?.id ?? null;
  const shared = { backend, control, conversationId: conversationId ?? '' };
  const controls = <ControlPanel {...shared} />;
  useDocumentTitle(`${current?.title ?? 'Conversation'} · ${backend.label} · Playground`);

  return (
    <ConversationProvider transport={transport}>
      <Conversation id={conversationId}>
        <TabsLink />
        <div className="pg" data-controls={isOpen && !isPhone}>
          <Masthead
            {...{ backend, running, conversations, conversationId }}
            onConversation={setConversation}
            areControlsOpen={isOpen}
            onControls={() => setOpen(!isOpen)}
          />
          <main ref={chat} className="pg-chat" aria-label="Chat">
            <ConversationFeed
              headingLevel={2}
              components={text === 'markdown' ? markdown : plain}
            />
          </main>
          {isOpen && !isPhone && (
            <aside className="pg-controls" aria-label="Controls">
              {controls}
            </aside>
          )}
          <section className="pg-inspector" aria-label="Inspector">
            <Inspector {...shared} chat={chat} />
          </section>
        </div>
        {isOpen && isPhone && (
          <Sheet title="Controls" onClose={() => setOpen(false)}>
            {controls}
          </Sheet>
        )}
      </Conversation>
    </ConversationProvider>
  );
}
