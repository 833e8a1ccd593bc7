import { expect, waitFor, within } from 'storybook/test';

/** Waits until a text is there and seen: what appears fades in. */
export async function expectShown(
  canvasElement: HTMLElement,
  text: string | RegExp,
): Promise<void> {
  const canvas = within(canvasElement);
  await waitFor(() => expect(canvas.getByText(text)).toBeVisible());
}
