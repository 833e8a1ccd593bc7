import { useEffect, useRef, useState, type ReactElement } from 'react';

interface SpokenItem {
  readonly id: number;
  readonly text: string;
  readonly politeness: string;
}

/** Prints what the live regions around it say, as a screen reader would hear it. */
export function SpokenPanel(): ReactElement {
  const panel = useRef<HTMLElement>(null);
  const [items, setItems] = useState<readonly SpokenItem[]>([]);
  useEffect(() => {
    const stage = panel.current!.closest('.stage')!;
    let count = 0;
    const observer = new MutationObserver((records) => {
      for (const { target, addedNodes } of records) {
        const politeness = (target as Element).getAttribute('aria-live');
        const text = Array.from(addedNodes, (node) => node.textContent).join('');
        if (politeness === null || text === '') continue;
        count += 1;
        const item = { id: count, text, politeness };
        setItems((before) => [...before, item]);
      }
    });
    observer.observe(stage, { subtree: true, childList: true });
    return () => observer.disconnect();
  }, []);
  return (
    <section ref={panel} className="spoken" aria-label="What is spoken">
      <h2>What is spoken</h2>
      {/* Can be scrolled, so it can be focused. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <ol aria-label="Announcements" tabIndex={0}>
        {items.map(({ id, text, politeness }) => (
          <li key={id} data-politeness={politeness}>
            <span className="spoken-kind">{politeness}</span> <q>{text}</q>
          </li>
        ))}
      </ol>
    </section>
  );
}
