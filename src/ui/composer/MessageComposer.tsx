'use client';
import { forwardRef, type ReactElement } from 'react';
import type { PartComponent } from '../part/partProps.ts';
import { Attach } from './Attach.tsx';
import { useComposerContext } from './ComposerContext.ts';
import { Files } from './Files.tsx';
import { Input } from './Input.tsx';
import { Root, type ComposerRootProps } from './Root.tsx';
import { Send } from './Send.tsx';
import { Stop } from './Stop.tsx';

export interface MessageComposerProps extends Omit<ComposerRootProps, 'children'> {
  /** What the file dialog offers, e.g. `image/*,.pdf`. Default: anything. */
  readonly accept?: string | undefined;
}

/** Where one writes. The message shows in the transcript at once; offline it waits there. Reads, joins nothing. */
export const MessageComposer: PartComponent<MessageComposerProps, HTMLFormElement> = forwardRef<
  HTMLFormElement,
  MessageComposerProps
>(function MessageComposer({ accept, ...props }, ref) {
  return (
    <Root ref={ref} {...props}>
      <Files />
      <div className="cs-composer-line">
        <Attach accept={accept} />
        <Input />
        <SendOrStop />
      </div>
    </Root>
  );
});

/** One place for both: what is written goes first. */
function SendOrStop(): ReactElement {
  const { canSend, canStop } = useComposerContext('MessageComposer');
  return canStop && !canSend ? <Stop /> : <Send />;
}
