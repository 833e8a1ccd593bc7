/** How many messages on a key leads; to the first or the last one it is as far as it goes. */
export const steps: ReadonlyMap<string, number> = new Map([
  ['ArrowUp', -1],
  ['PageUp', -1],
  ['ArrowDown', 1],
  ['PageDown', 1],
  ['Home', -Infinity],
  ['End', Infinity],
]);

/** Where a key leads from a message. An arrow scrolls first, as long as more of the message is that way. */
export function getStep(key: string, message: Element, viewport: Element): number | undefined {
  const step = steps.get(key);
  if (step === undefined || !key.startsWith('Arrow')) return step;
  const row = message.getBoundingClientRect();
  const view = viewport.getBoundingClientRect();
  const hasMore = step > 0 ? row.bottom > view.bottom + 1 : row.top < view.top - 1;
  return hasMore ? undefined : step;
}

/** The mounted messages, oldest first. */
export function listMessages(viewport: Element): HTMLElement[] {
  return Array.from(viewport.querySelectorAll<HTMLElement>('article'));
}

/** The first of the messages whose beginning can be seen. */
export function findInView(
  messages: readonly HTMLElement[],
  viewport: Element,
): HTMLElement | undefined {
  const { top, bottom } = viewport.getBoundingClientRect();
  return messages.find((message) => {
    const start = message.getBoundingClientRect().top;
    return start >= top && start < bottom;
  });
}

/** Focuses the message a step leads to, by `focus`; nothing beyond the first and the last one. */
export function goToMessage(
  viewport: HTMLElement,
  from: Element,
  step: number,
  focus: (message: HTMLElement) => void,
): void {
  const go = (index: number): void => {
    const message = listMessages(viewport).at(index);
    if (message) focus(message);
  };
  if (Number.isFinite(step)) {
    const messages = listMessages(viewport);
    const next = messages[messages.indexOf(from as HTMLElement) + step];
    if (next) focus(next);
    return;
  }
  const place = step < 0 ? 0 : -1;
  const edge = [...(viewport.querySelector('[data-part="list"]')?.children ?? [])].at(place);
  if (!edge?.matches('[data-part="spacer"]')) {
    go(place);
    return;
  }
  // The rows there are mounted once they are near.
  edge.scrollIntoView({ block: step < 0 ? 'start' : 'end', behavior: 'instant' });
  requestAnimationFrame(() => requestAnimationFrame(() => go(place)));
}
