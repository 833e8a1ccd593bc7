import { onTestFinished } from 'vitest';

/** Everything that appears in a live region of the page, whoever put it there; assertive items with a "!". */
export function listenToRegions(): readonly string[] {
  const heard: string[] = [];
  const observer = new MutationObserver((records) => {
    for (const { target, addedNodes } of records) {
      const region = (target as Element).closest?.('[aria-live]');
      const mark = region?.getAttribute('aria-live') === 'assertive' ? '!' : '';
      if (region) for (const node of addedNodes) heard.push(mark + node.textContent);
    }
  });
  observer.observe(document.body, { subtree: true, childList: true, characterData: true });
  onTestFinished(() => observer.disconnect());
  return heard;
}
