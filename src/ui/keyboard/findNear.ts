/** What matches nearest to an element: inside the smallest of its ancestors that has such a thing. */
export function findNear(element: Element, selector: string): Element | null {
  for (let around = element.parentElement; around; around = around.parentElement) {
    const found = around.querySelector(selector);
    if (found) return found;
  }
  return null;
}
