import type { MarkdownOptions } from '../stream/createMarkdownParser.ts';
import { markdownToHtml } from './markdownToHtml.ts';

/**
 * Copies a text: as Markdown for editors, as clean HTML for everything else. Call it in a click. Rejects when the
 * browser refuses.
 */
export async function copyMarkdown(markdown: string, options: MarkdownOptions = {}): Promise<void> {
  const { clipboard } = navigator;
  if (typeof ClipboardItem === 'undefined') {
    await clipboard.writeText(markdown);
    return;
  }
  const create = (type: string, text: string): Record<string, Blob> => ({
    [type]: new Blob([text], { type }),
  });
  const item = {
    ...create('text/plain', markdown),
    ...create('text/html', markdownToHtml(markdown, options)),
  };
  await clipboard.write([new ClipboardItem(item)]);
}
