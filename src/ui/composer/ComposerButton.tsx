'use client';
import type { ReactElement } from 'react';
import { useConversationStream } from '../../react/index.ts';
import { Icon } from '../icons/Icon.tsx';
import { useLabels } from '../settings/useLabels.ts';

export interface ComposerButtonProps {
  readonly conversationId: string | null | undefined;
  readonly canSend: boolean;
}

/** Sends what is written; while an answer arrives that the backend can cancel, and nothing is written, stops it. */
export function ComposerButton({ conversationId, canSend }: ComposerButtonProps): ReactElement {
  const labels = useLabels();
  const { status, capabilities, stop } = useConversationStream(conversationId, { enabled: false });
  const isRunning = status === 'submitted' || status === 'streaming';
  if (isRunning && capabilities.canStop && !canSend) {
    return (
      <button
        type="button"
        data-part="stop"
        className="cs-send"
        aria-label={labels.stop}
        onClick={() => void stop().catch(() => undefined)}
      >
        <Icon name="stop" />
      </button>
    );
  }
  return (
    <button
      type="submit"
      data-part="send"
      className="cs-send"
      aria-label={labels.send}
      disabled={!canSend}
    >
      <Icon name="send" />
    </button>
  );
}
