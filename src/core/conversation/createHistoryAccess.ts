import type { Transcript } from '../transcript/transcript.ts';
import { createHistoryReader, type ReaderOptions } from './createHistoryReader.ts';
import type { TranscriptAccess } from './readRun.ts';
import { screenPage, type NotePage } from './screenPage.ts';

export interface HistoryAccessOptions extends ReaderOptions {
  readonly transcript: Transcript;
  readonly pageSize: number;
  /** Counts what does not belong on a page, and pages that drift. */
  readonly note: NotePage;
}

/** The history of one conversation, on its way into `transcript`. */
export function createHistoryAccess({ note, ...options }: HistoryAccessOptions): TranscriptAccess {
  const { transport, conversationId, transcript, pageSize } = options;
  return {
    transcript,
    pageSize,
    reader: createHistoryReader(options),
    tick: () => transcript.tick(),
    isNumbered: transport.capabilities.history === 'numbered',
    screen: (page) => screenPage(page, conversationId, note),
    onDrift: () => note('history_drift'),
  };
}
