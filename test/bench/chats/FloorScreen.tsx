import { useEffect, useRef, type ReactElement } from 'react';
import { createPlainMessages, type PlainMessage } from '../messages.ts';
import { Frame, shownRows } from './Frame.tsx';
import type { ScreenProps } from './screen.ts';

/** The floor: no chat at all. What arrives within a frame is appended to a text node, by hand. */
export function FloorScreen({ length, deltas }: ScreenProps): ReactElement {
  const rows = useRef<HTMLDivElement>(null);
  useEffect(() => {
    for (const message of createPlainMessages(length).slice(-shownRows))
      append(rows.current!, message);
  }, [length]);
  const answer = async (): Promise<void> => {
    const text = append(rows.current!, { role: 'assistant', text: '' });
    let waiting = '';
    for await (const delta of deltas.read()) {
      if (waiting === '')
        requestAnimationFrame(() => {
          text.appendData(waiting);
          waiting = '';
        });
      waiting += delta;
    }
  };
  return (
    <Frame onSend={() => void answer()}>
      <div ref={rows} />
    </Frame>
  );
}

function append(rows: HTMLElement, { role, text }: Pick<PlainMessage, 'role' | 'text'>): Text {
  const row = rows.appendChild(document.createElement('article'));
  row.appendChild(document.createElement('b')).append(role);
  const shown = document.createTextNode(text);
  row.appendChild(document.createElement('p')).append(shown);
  if (rows.childElementCount > shownRows) rows.firstElementChild!.remove();
  return shown;
}
