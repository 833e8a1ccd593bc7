import { useId, useSyncExternalStore, type ReactElement, type RefObject } from 'react';
import type { Backend } from './backends/backend.ts';
import { ConnectionFacts, StatusFacts } from './ConnectionFacts.tsx';
import type { ControlPlane } from './controlPlane.ts';
import { Digests, Verdict } from './Digests.tsx';
import { StreamFacts } from './StreamFacts.tsx';
import { usePanel } from './usePanel.ts';
import { useServerView, type ServerView } from './useServerView.ts';
import { useShownDigest, type ShownDigest } from './useShownDigest.ts';
import { wireLog } from './wire/wireLog.ts';
import { WireView } from './WireView.tsx';

export interface InspectorProps {
  readonly backend: Backend;
  readonly control: ControlPlane;
  readonly conversationId: string;
  readonly chat: RefObject<HTMLElement | null>;
}

/** Both ends of the wire side by side: how it stands, always; what goes on, when opened. */
export function Inspector({ backend, control, ...props }: InspectorProps): ReactElement {
  const { conversationId, chat } = props;
  const shown = useShownDigest(chat);
  const server = useServerView(control, conversationId, shown);
  const { isOpen, setOpen } = usePanel('inspector');
  const detailsId = useId();
  return (
    <>
      <div className="pg-status">
        <StatusFacts />
        <Verdict shown={shown} server={server.digest} />
        <button
          type="button"
          className="pg-button pg-disclosure"
          aria-expanded={isOpen}
          aria-controls={detailsId}
          onClick={() => setOpen(!isOpen)}
        >
          Inspector
        </button>
      </div>
      <div id={detailsId} className="pg-details" hidden={!isOpen}>
        {isOpen && <Details {...{ backend, conversationId, shown, server }} />}
      </div>
    </>
  );
}

interface DetailsProps extends Pick<InspectorProps, 'backend' | 'conversationId'> {
  readonly shown: ShownDigest;
  readonly server: ServerView;
}

function Details({ backend, conversationId, shown, server }: DetailsProps): ReactElement {
  const entries = useSyncExternalStore(wireLog.subscribe, wireLog.getEntries);
  return (
    <>
      <dl className="pg-facts pg-all-facts">
        <Digests shown={shown} server={server.digest} />
        <ConnectionFacts />
        <StreamFacts {...{ backend, server, conversationId, entries }} />
      </dl>
      <WireView entries={entries} condense={backend.condense} />
    </>
  );
}
