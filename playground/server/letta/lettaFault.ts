import type { Fault } from '../fault.ts';
import type { LettaFault, LettaQuirk } from './lettaQuirk.ts';
import type { RunQuirks } from './runQuirks.ts';

export function findQuirk(faults: readonly Fault[], quirk: LettaQuirk): LettaFault | undefined {
  return faults.find(
    (fault): fault is LettaFault => fault.kind === 'letta' && fault.quirk === quirk,
  );
}

export function readRunQuirks(faults: readonly Fault[]): RunQuirks {
  const has = (quirk: LettaQuirk): boolean => findQuirk(faults, quirk) !== undefined;
  const late = findQuirk(faults, 'late-after-cancel');
  return {
    hasUserEcho: has('user-echo'),
    hasUnknownType: has('unknown-type'),
    areToolCallsLists: has('tool-calls-list'),
    doesContentSwitch: has('content-switch'),
    hasNoOtids: has('no-otid'),
    hasSameIds: has('same-ids'),
    lateChunks: late ? (late.count ?? 1) : 0,
    hasCancelledEvent: has('cancelled-event'),
  };
}
