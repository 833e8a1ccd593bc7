import { useEffect, useRef, type ReactElement } from 'react';
import { createPlainMessages, type PlainMessage } from '../messages.ts';
import { Frame, shownRows } from './Frame.tsx';
import { appendDeltas } from './appendDeltas.ts';
import type { ScreenProps } from './screen.ts';

/** The floor: no chat at all. */
export function FloorScreen({ length, deltas }: ScreenProps): ReactElement {
  const rows = useRef<HTMLDivElement>(null);
  useEffect(() => {
    for (const message of createPlainMessages(length).slice(-shownRows))
      append(rows.current!, message);
  }, [length]);
  const answer = (): Promise<void> =>
    appendDeltas(append(rows.current!, { role: 'assistant', text: '' }), deltas);
  return (
    <Frame onSend={answer}>
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
