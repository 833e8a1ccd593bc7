/** What assistive technology hears of what a text shows. */
export interface MarkdownLabels {
  /** Names the scrollable region of a code block; `language` may be empty. */
  readonly code: (language: string) => string;
  /** Names the scrollable region of a table. */
  readonly table: string;
  readonly taskDone: string;
  readonly taskOpen: string;
}

export const defaultMarkdownLabels: MarkdownLabels = {
  code: (language) => (language === '' ? 'Code' : `Code, ${language}`),
  table: 'Table',
  taskDone: 'Done',
  taskOpen: 'Not done',
};
