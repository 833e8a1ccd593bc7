import { useVirtualizer } from '@tanstack/react-virtual';
import { useLayoutEffect, useRef, type ReactElement } from 'react';
import { createRoot } from 'react-dom/client';
import type { Message } from 'react-conversation-stream';
import { ChatTranscript, type MessageProps } from 'react-conversation-stream/ui';
import 'react-conversation-stream/styles.css';
import { VList, type VListHandle } from 'virtua';
import { afterFrame } from './afterFrame.ts';
import { Row } from './chats/Row.tsx';
import { createMessage } from './messages.ts';

/* Runs in the page. Each list opens at its end, as a chat does. */
interface ListProps {
  readonly messages: readonly Message[];
}

function OurTranscript({ messages }: ListProps): ReactElement {
  return <ChatTranscript messages={messages} />;
}

/** Ours around the rows that the peers show. */
function OurPlainTranscript({ messages }: ListProps): ReactElement {
  return <ChatTranscript messages={messages} components={plainComponents} />;
}

const plainComponents = { Message: ({ message }: MessageProps) => <PlainRow message={message} /> };

function PlainRow({ message }: { readonly message: Message }): ReactElement {
  const [part] = message.parts;
  return <Row id={message.id} role={message.role} text={part?.type === 'text' ? part.text : ''} />;
}

function VirtuaList({ messages }: ListProps): ReactElement {
  const list = useRef<VListHandle>(null);
  useLayoutEffect(() => {
    list.current!.scrollToIndex(messages.length - 1, { align: 'end' });
  }, [messages]);
  return (
    <VList ref={list} data={messages}>
      {(message) => <PlainRow key={message.id} message={message} />}
    </VList>
  );
}

function TanstackList({ messages }: ListProps): ReactElement {
  const box = useRef<HTMLDivElement>(null);
  // Nothing here is compiled.
  // oxlint-disable-next-line react/incompatible-library
  const virtualizer = useVirtualizer({
    count: messages.length,
    getScrollElement: () => box.current,
    estimateSize: () => 60,
    getItemKey: (index) => messages[index]!.id,
    anchorTo: 'end',
  });
  useLayoutEffect(() => {
    virtualizer.scrollToIndex(messages.length - 1, { align: 'end' });
  }, [virtualizer, messages]);
  return (
    <div ref={box} style={{ height: '100%', overflow: 'auto' }}>
      <div style={{ height: virtualizer.getTotalSize(), position: 'relative' }}>
        {virtualizer.getVirtualItems().map(({ key, index, start }) => (
          <div
            key={key}
            data-index={index}
            ref={virtualizer.measureElement}
            style={{ position: 'absolute', width: '100%', transform: `translateY(${start}px)` }}
          >
            <PlainRow message={messages[index]!} />
          </div>
        ))}
      </div>
    </div>
  );
}

/** The control: every row mounted. */
function WholeList({ messages }: ListProps): ReactElement {
  return (
    <div
      style={{ height: '100%', overflow: 'auto', display: 'flex', flexDirection: 'column-reverse' }}
    >
      <div>
        {messages.map((message) => (
          <PlainRow key={message.id} message={message} />
        ))}
      </div>
    </div>
  );
}

const lists: Readonly<Record<string, (props: ListProps) => ReactElement>> = {
  'ours, ChatTranscript': OurTranscript,
  'ours, rows of the peers': OurPlainTranscript,
  virtua: VirtuaList,
  'TanStack Virtual': TanstackList,
  'control: all rows mounted': WholeList,
};

/** Of one line to five. */
function createRows(length: number): Message[] {
  return Array.from({ length }, (_, index) => {
    const message = createMessage(index, `Message number ${index}. `.repeat((index % 5) * 4 + 1));
    return { ...message, key: message.id, status: 'complete' };
  });
}

/** Is the last row to be seen, where it belongs? */
function isOpen(box: HTMLElement, { id }: Message): boolean {
  const texts = box.querySelectorAll('[data-part="text"], p');
  const last = texts[texts.length - 1];
  if (!last?.textContent.startsWith(`Message number ${id.slice(1)}.`)) return false;
  const { bottom } = last.getBoundingClientRect();
  const end = box.getBoundingClientRect().bottom;
  return bottom <= end && bottom > end - 100;
}

declare global {
  interface Window {
    timeMount: typeof timeMount;
    mountedLists: readonly string[];
  }
}

/** Milliseconds from nothing to a painted end of the list, and how many rows are mounted then. */
async function timeMount(name: string, length: number): Promise<{ time: number; rows: number }> {
  const List = lists[name]!;
  const messages = createRows(length);
  const box = document.body.appendChild(document.createElement('main'));
  box.style.cssText = 'height: 600px; display: flex; flex-direction: column';
  const root = createRoot(box);
  await afterFrame();
  const start = performance.now();
  root.render(<List messages={messages} />);
  do await afterFrame();
  while (!isOpen(box, messages.at(-1)!));
  const time = performance.now() - start;
  const rows = box.querySelectorAll('article').length;
  root.unmount();
  box.remove();
  return { time, rows };
}

window.timeMount = timeMount;
window.mountedLists = Object.keys(lists);
