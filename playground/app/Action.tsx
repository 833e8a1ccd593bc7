import { useContext, type ReactElement } from 'react';
import { ActedContext } from './ActedContext.ts';

export interface ActionProps {
  readonly label: string;
  readonly hint: string;
  readonly onPress: () => Promise<unknown>;
}

/** A button with what it does below its name. */
export function Action({ label, hint, onPress }: ActionProps): ReactElement {
  const onActed = useContext(ActedContext);
  const handleClick = (): void => {
    onPress().catch(reportFailure);
    onActed();
  };
  return (
    <button type="button" className="pg-action" onClick={handleClick}>
      <span>{label}</span> <small>{hint}</small>
    </button>
  );
}

function reportFailure(error: unknown): void {
  console.warn('That did not work:', error);
}
