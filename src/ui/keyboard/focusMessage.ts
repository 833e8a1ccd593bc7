/** Focuses a message and brings it into view by as little as needed: of a long one that end that comes first. */
export function focusMessage(message: HTMLElement): void {
  message.focus({ preventScroll: true });
  message.scrollIntoView({ block: 'nearest', behavior: 'instant' });
}
