export type Step = 'previous' | 'next' | 'first' | 'last';

const steps: ReadonlyMap<string, Step> = new Map([
  ['ArrowUp', 'previous'],
  ['PageUp', 'previous'],
  ['ArrowDown', 'next'],
  ['PageDown', 'next'],
  ['Home', 'first'],
  ['End', 'last'],
]);

/** Where a key leads from a message. An arrow scrolls first, as long as more of the message is that way. */
export function getStep(key: string, message: Element, viewport: Element): Step | undefined {
  const step = steps.get(key);
  if (!key.startsWith('Arrow')) return step;
  const row = message.getBoundingClientRect();
  const view = viewport.getBoundingClientRect();
  const hasMore = step === 'next' ? row.bottom > view.bottom + 1 : row.top < view.top - 1;
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
  step: Step,
  focus: (message: HTMLElement) => void,
): void {
  const messages = listMessages(viewport);
  const index = messages.indexOf(from as HTMLElement);
  if (step === 'previous' || step === 'next') {
    const next = messages[index + (step === 'next' ? 1 : -1)];
    if (next) focus(next);
    return;
  }
  const place = step === 'first' ? 0 : -1;
  const edge = Array.from(viewport.querySelector('[data-part="list"]')?.children ?? []).at(place);
  const focusEdge = (): void => {
    const message = listMessages(viewport).at(place);
    if (message) focus(message);
  };
  if (edge?.getAttribute('data-part') !== 'spacer') {
    focusEdge();
    return;
  }
  // The rows there are mounted once they are near.
  edge.scrollIntoView({ block: step === 'first' ? 'start' : 'end', behavior: 'instant' });
  requestAnimationFrame(() => requestAnimationFrame(focusEdge));
}
