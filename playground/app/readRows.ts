export interface ShownRow {
  readonly id: string;
  readonly text: string;
}

const unconfirmed = new Set(['queued', 'sending', 'failed']);

/** The rows a reader sees in `root`, in their order, without those the server has not confirmed. */
export function readRows(root: ParentNode): readonly ShownRow[] {
  const rows: ShownRow[] = [];
  for (const row of root.querySelectorAll<HTMLElement>('[data-message-id]')) {
    const { messageId = '', status = '' } = row.dataset;
    if (!unconfirmed.has(status)) rows.push({ id: messageId, text: readText(row) });
  }
  return rows;
}

function readText(row: HTMLElement): string {
  const parts = row.querySelectorAll<HTMLElement>('[data-part="text"]');
  return Array.from(parts, (part) => part.dataset['source'] ?? part.textContent).join('');
}
