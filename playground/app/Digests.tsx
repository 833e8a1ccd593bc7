import type { ReactElement } from 'react';
import { useTurn } from 'react-conversation-stream';
import type { ServerDigest } from './controlPlane.ts';
import { Fact } from './Fact.tsx';
import type { ShownDigest } from './useShownDigest.ts';

export interface DigestsProps {
  readonly shown: ShownDigest;
  readonly server: ServerDigest | undefined;
}

const verdicts = { equal: '= equal', different: '≠ different', arriving: '… arriving' };

/** The promise, checked: does the page show what the server has? */
export function Verdict({ shown, server }: DigestsProps): ReactElement {
  const { status } = useTurn(undefined, { enabled: false });
  const isRunning = status === 'submitted' || status === 'streaming';
  const isEqual = server?.digest === shown.digest;
  const verdict = isEqual ? 'equal' : isRunning ? 'arriving' : 'different';
  return (
    <span
      className="pg-verdict"
      data-digests={verdict}
      title="What the page shows, compared with what the server has"
    >
      {verdicts[verdict]}
    </span>
  );
}

/** What it is decided by: one short word for the transcript on each side. */
export function Digests({ shown, server }: DigestsProps): ReactElement {
  return (
    <>
      <Fact name={`Shown: ${shown.count}`} id="shown">
        <code data-digest="shown">{shown.digest}</code>
      </Fact>
      <Fact name={`On the server: ${server?.count ?? '…'}`} id="server">
        <code data-digest="server">{server?.digest ?? '…'}</code>
      </Fact>
    </>
  );
}
