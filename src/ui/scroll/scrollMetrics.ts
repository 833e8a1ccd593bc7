/** Where a viewport is, whichever end it is laid out from. All in px. */
export interface ScrollMetrics {
  /** From the start of the content to the top of the viewport. */
  readonly top: number;
  /** From the bottom of the viewport to the end of the content. */
  readonly toEnd: number;
  readonly scrollHeight: number;
  readonly clientHeight: number;
}

/** In a `column-reverse` scroller scrollTop is 0 at the end and falls towards the start. */
function getOrigin(viewport: HTMLElement): number {
  const isReversed = getComputedStyle(viewport).flexDirection === 'column-reverse';
  return isReversed ? viewport.scrollHeight - viewport.clientHeight : 0;
}

export function readMetrics(viewport: HTMLElement): ScrollMetrics {
  const { scrollHeight, clientHeight, scrollTop } = viewport;
  const top = scrollTop + getOrigin(viewport);
  return { top, toEnd: scrollHeight - clientHeight - top, scrollHeight, clientHeight };
}

export function writeTop(viewport: HTMLElement, top: number, behavior: ScrollBehavior): void {
  const scrollTop = top - getOrigin(viewport);
  if (behavior === 'smooth') viewport.scrollTo({ top: scrollTop, behavior });
  else viewport.scrollTop = scrollTop;
}
