import type { Message } from 'react-conversation-stream';
import { ChatTranscript } from 'react-conversation-stream/ui';
import { useSyncExternalStore, type ReactElement } from 'react';

/** A transcript whose messages a case changes, and what it looks at. */
export interface ScrollStage {
  readonly Stage: () => ReactElement;
  readonly viewport: () => HTMLElement;
  readonly row: (id: string) => HTMLElement;
  /** How far the row's top is below that of the viewport, px. */
  readonly topOf: (id: string) => number;
  /** How far the viewport's bottom is above the end of the content, px. */
  readonly toEnd: () => number;
  readonly change: (change: (messages: readonly Message[]) => readonly Message[]) => Promise<void>;
  /** A gesture of the reader: an event that may scroll, and the scrolling it does. */
  readonly scrollBy: (distance: number, gesture?: Event) => Promise<void>;
  readonly settle: () => Promise<void>;
}

export function createMessage(id: string, text: string, given: Partial<Message> = {}): Message {
  return {
    key: id,
    id,
    conversationId: 'scroll',
    role: 'assistant',
    parts: [{ type: 'text', text }],
    createdAt: Date.UTC(2026, 0, 2, 12),
    status: 'complete',
    ...given,
  };
}

export function createRows(count: number, prefix = 'm'): Message[] {
  return Array.from({ length: count }, (_, index) =>
    createMessage(`${prefix}${index}`, `Row ${prefix}${index}. ${'More text. '.repeat(8)}`),
  );
}

export interface ScrollStageOptions {
  readonly messages?: readonly Message[];
  /** `none` switches the browser's own scroll anchoring off, which Safari before 27 does not have. */
  readonly anchoring?: 'auto' | 'none';
  readonly virtualize?: boolean;
}

export function createScrollStage({
  messages = createRows(40),
  anchoring = 'auto',
  virtualize = false,
}: ScrollStageOptions = {}): ScrollStage {
  let current = messages;
  const listeners = new Set<() => void>();
  const subscribe = (listener: () => void): (() => void) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  };
  const viewport = (): HTMLElement =>
    document.querySelector<HTMLElement>('[data-part="viewport"]')!;
  const row = (id: string): HTMLElement =>
    document.querySelector<HTMLElement>(`[data-message-id="${id}"]`)!;
  function Stage(): ReactElement {
    const shown = useSyncExternalStore(subscribe, () => current);
    return (
      <div
        className="scroll-stage"
        data-anchoring={anchoring}
        style={{ blockSize: 500, inlineSize: 400, display: 'flex', flexDirection: 'column' }}
      >
        <style>{`[data-anchoring="none"] [data-part="viewport"] { overflow-anchor: none }`}</style>
        <ChatTranscript messages={shown} virtualize={virtualize} />
        <textarea aria-label="Composer" rows={1} />
      </div>
    );
  }
  return {
    Stage,
    viewport,
    row,
    topOf: (id) => row(id).getBoundingClientRect().top - viewport().getBoundingClientRect().top,
    toEnd() {
      const content = viewport().firstElementChild!.getBoundingClientRect();
      return content.bottom - viewport().getBoundingClientRect().bottom;
    },
    async change(change) {
      current = change(current);
      for (const listener of listeners) listener();
      await settle();
    },
    async scrollBy(distance, gesture = new WheelEvent('wheel', { deltaY: distance })) {
      viewport().dispatchEvent(gesture);
      viewport().scrollBy({ top: distance, behavior: 'instant' });
      await settle();
    },
    settle,
  };
}

/** Two frames: what the first one changes, observers see in it and the second one shows. */
async function settle(): Promise<void> {
  for (let frames = 0; frames < 3; frames += 1)
    await new Promise((resolve) => requestAnimationFrame(resolve));
}
