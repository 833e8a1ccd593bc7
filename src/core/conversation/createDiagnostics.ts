import type { Diagnostic, DiagnosticCode } from '../model/conversationEvent.ts';
import { callSafely } from './callSafely.ts';
import { maskSecrets } from '../model/maskSecrets.ts';

export interface Diagnostics {
  readonly counts: ReadonlyMap<DiagnosticCode, number>;
  note(code: DiagnosticCode, detail?: string): void;
}

/** Counts what was tolerated and tells whoever asked to know. */
export function createDiagnostics(
  conversationId: string,
  onDiagnostic: ((diagnostic: Diagnostic) => void) | undefined,
): Diagnostics {
  const counts = new Map<DiagnosticCode, number>();
  return {
    counts,
    note(code, detail) {
      counts.set(code, (counts.get(code) ?? 0) + 1);
      const text = detail === undefined ? {} : { detail: maskSecrets(detail).slice(0, 300) };
      callSafely(() => onDiagnostic?.({ code, conversationId, ...text }));
    },
  };
}
