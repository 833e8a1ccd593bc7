import type { ReactElement } from 'react';
import type { ServerDigest } from './controlPlane.ts';
import type { ShownDigest } from './useShownDigest.ts';

export interface DigestsProps {
  readonly shown: ShownDigest;
  readonly server: ServerDigest | undefined;
}

/** The promise, checked: what the page shows beside what the server has. */
export function Digests({ shown, server }: DigestsProps): ReactElement {
  const isEqual = server?.digest === shown.digest;
  return (
    <div className="pg-digests" data-digests={isEqual ? 'equal' : 'different'}>
      <DigestSide name="Shown" id="shown" {...shown} />
      <span className="pg-verdict">{isEqual ? '= equal' : '≠ different'}</span>
      <DigestSide name="On the server" id="server" count={server?.count} digest={server?.digest} />
    </div>
  );
}

interface DigestSideProps {
  readonly name: string;
  readonly id: string;
  readonly count: number | undefined;
  readonly digest: string | undefined;
}

function DigestSide({ name, id, count, digest = '…' }: DigestSideProps): ReactElement {
  return (
    <p className="pg-digest">
      <span>
        {name}, {count ?? '…'} messages
      </span>
      <code data-digest={id}>{digest}</code>
    </p>
  );
}
