/**
 * What only Letta can do wrong, or does on its own account (PROTOCOLS §6.14.8). `at`: a `seq_id`. Those in
 * the first list change the run that the request starts, the others what this one response says of it.
 */
export type LettaQuirk =
  | 'user-echo' // the user message comes back in the stream
  | 'unknown-type' // a chunk of a type nobody knows
  | 'tool-calls-list' // deltas in `tool_calls` are lists
  | 'content-switch' // `content` is text and parts in turn
  | 'no-otid'
  | 'same-ids' // all steps of the run share one id
  | 'late-after-cancel' // `count` chunks after a cancel was seen
  | 'cancelled-event' // `event: cancelled`
  | 'lock-held' // the next send meets the lock once more
  // Of this response:
  | 'ping-only'
  | 'trim-log' // all entries but the last `count` are gone
  | 'duplicate-seq' // the last `count` entries before the cursor come again
  | 'seq-restart' // numbers begin again after `at`
  | 'seq-null' // from `at` on
  | 'seq-zero'
  | 'drop-after-stop'
  | 'stop-then-open'; // silent after `stop_reason`

export interface LettaFault {
  readonly kind: 'letta';
  readonly quirk: LettaQuirk;
  readonly at?: number;
  readonly count?: number;
}
