/** Changes to what one run logs (see `LettaQuirk`). */
export interface RunQuirks {
  readonly hasUserEcho: boolean;
  readonly hasUnknownType: boolean;
  readonly areToolCallsLists: boolean;
  readonly doesContentSwitch: boolean;
  readonly hasNoOtids: boolean;
  readonly hasSameIds: boolean;
  /** Chunks that still come after a cancel was seen. */
  readonly lateChunks: number;
  readonly hasCancelledEvent: boolean;
}
