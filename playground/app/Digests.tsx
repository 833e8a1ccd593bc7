import type { ReactElement } from 'react';
import type { ServerDigest } from './controlPlane.ts';
import { Fact } from './Fact.tsx';
import type { ShownDigest } from './useShownDigest.ts';

export interface DigestsProps {
  readonly shown: ShownDigest;
  readonly server: ServerDigest | undefined;
}

/** The promise, checked: does the page show what the server has? */
export function Verdict({ shown, server }: DigestsProps): ReactElement {
  const isEqual = server?.digest === shown.digest;
  return (
    <span className="pg-verdict" data-digests={isEqual ? 'equal' : 'different'}>
      {isEqual ? 'equal' : 'different'}
    </span>
  );
}

/** What it is decided by: one short word for each side's transcript. */
export function Digests({ shown, server }: DigestsProps): ReactElement {
  return (
    <>
      <Fact name={`Shown, ${shown.count} messages`} id="shown">
        <code data-digest="shown">{shown.digest}</code>
      </Fact>
      <Fact name={`Server, ${server?.count ?? '…'} messages`} id="server">
        <code data-digest="server">{server?.digest ?? '…'}</code>
      </Fact>
    </>
  );
}
