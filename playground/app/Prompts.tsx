import type { ReactElement } from 'react';
import { useConversation } from 'react-conversation-stream';
import { Action } from './Action.tsx';
import type { Prompt } from './backends/backend.ts';
import { useIsAsking } from './useIsAsking.ts';

/** Something to say, for those who want to see what happens rather than think of it. */
export function Prompts({ prompts }: { readonly prompts: readonly Prompt[] }): ReactElement {
  const isAsking = useIsAsking();
  const { sendMessage } = useConversation(undefined, { enabled: false });
  return (
    <fieldset className="pg-group pg-prompts" disabled={isAsking}>
      <legend>{isAsking ? 'Say, once the approval is answered' : 'Say'}</legend>
      {prompts.map(({ text, hint }) => (
        <Action
          key={text}
          label={text}
          hint={hint}
          // Its row tells how it went.
          onPress={() => sendMessage(text).catch(() => undefined)}
        />
      ))}
    </fieldset>
  );
}
