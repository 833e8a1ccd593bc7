import type { ReactElement } from 'react';

export interface ActionProps {
  readonly label: string;
  readonly hint: string;
  readonly onPress: () => Promise<unknown>;
}

/** A button with what it does below its name. */
export function Action({ label, hint, onPress }: ActionProps): ReactElement {
  return (
    <button type="button" className="pg-action" onClick={() => void onPress().catch(reportFailure)}>
      <span>{label}</span> <small>{hint}</small>
    </button>
  );
}

function reportFailure(error: unknown): void {
  console.warn('The control plane refused:', error);
}
