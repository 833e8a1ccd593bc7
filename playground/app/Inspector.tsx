import type { ReactElement, RefObject } from 'react';
import { ConnectionFacts } from './ConnectionFacts.tsx';
import type { ControlPlane } from './controlPlane.ts';
import { Digests } from './Digests.tsx';
import { StreamFacts } from './StreamFacts.tsx';
import { useServerView } from './useServerView.ts';
import { useShownDigest } from './useShownDigest.ts';

export interface InspectorProps {
  readonly control: ControlPlane;
  readonly conversationId: string;
  readonly chat: RefObject<HTMLElement | null>;
}

/** Both ends of the wire side by side. */
export function Inspector({ control, conversationId, chat }: InspectorProps): ReactElement {
  const shown = useShownDigest(chat);
  const server = useServerView(control, conversationId, shown);
  return (
    <>
      <ConnectionFacts />
      <StreamFacts streams={server.streams} conversationId={conversationId} />
      <Digests shown={shown} server={server.digest} />
    </>
  );
}
