import { useConversationStream } from 'react-conversation-stream';

/** Whether a tool call waits for the reader's approval: until then the backend takes nothing else. */
export function useIsAsking(): boolean {
  const { messages } = useConversationStream(undefined, { enabled: false });
  return messages.some(({ parts }) =>
    parts.some((part) => 'state' in part && part.state === 'approval-requested'),
  );
}
