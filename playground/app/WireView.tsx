import { useState, type ReactElement } from 'react';
import type { Backend } from './backends/backend.ts';
import { wireLog } from './wire/wireLog.ts';
import type { WireEntry } from './wire/createWireLog.ts';

export interface WireViewProps {
  readonly entries: readonly WireEntry[];
  readonly condense: Backend['condense'] | undefined;
}

/** Requests and frames as they go by, the newest last. */
export function WireView({ entries, condense }: WireViewProps): ReactElement {
  const [hasBeats, setHasBeats] = useState(false);
  const shown = entries.filter(({ kind }) => hasBeats || kind !== 'beat');
  return (
    <div className="pg-wire">
      <div className="pg-wire-header">
        <h2>On the wire</h2>
        <label className="pg-check">
          <input
            type="checkbox"
            checked={hasBeats}
            onChange={(event) => setHasBeats(event.target.checked)}
          />
          Heartbeats
        </label>
        <button type="button" className="pg-button" onClick={wireLog.clear}>
          Clear
        </button>
      </div>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- scrolls, so the keyboard must get there */}
      <section className="pg-wire-list" aria-label="Requests and frames" tabIndex={0}>
        <ol>
          {shown.map((entry) => (
            <WireRow key={entry.number} {...entry} condense={condense} />
          ))}
        </ol>
        {shown.length === 0 && <p className="pg-wire-empty">Nothing yet.</p>}
      </section>
    </div>
  );
}

const arrows = { request: '→', answer: '←', frame: '←', beat: '♡', end: '×' };

type WireRowProps = WireEntry & Pick<WireViewProps, 'condense'>;

function WireRow({ at, call, kind, text, condense }: WireRowProps): ReactElement {
  return (
    <li data-wire={kind}>
      <time>{new Date(at).toISOString().slice(14, 23)}</time>
      <span aria-hidden="true">{arrows[kind]}</span>
      <span>#{call}</span>
      <code title={text}>{(kind === 'frame' && condense?.(text)) || text}</code>
    </li>
  );
}
