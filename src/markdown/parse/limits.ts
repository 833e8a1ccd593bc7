/* What a text may cost (DESIGN G12). Beyond a limit it is shown as it was written: nothing is lost. */

/** Characters of one paragraph, heading or cell that are read as markdown. */
export const maxLeafLength = 65_536;
/** Inline tokens of one leaf. */
export const maxLeafTokens = 10_000;
/** Nesting of quotes and lists, and of inline marks. */
export const maxNesting = 32;
export const maxTableColumns = 128;
export const maxTableCells = 8_192;
