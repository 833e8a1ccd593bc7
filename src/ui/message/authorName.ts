import type { Message, MessageAuthor } from '../../react/index.ts';
import type { Labels } from '../settings/labels.ts';

const kindOfRole = { user: 'self', assistant: 'agent', system: 'system' } as const;

/** Who wrote it: the author's kind, else what the role suggests. */
export function getAuthorKind({ author, role }: Message): MessageAuthor['kind'] {
  return author?.kind ?? kindOfRole[role];
}

/** The author's name, else a word for the kind of author. */
export function getAuthorName(message: Message, labels: Labels): string {
  const kind = getAuthorKind(message);
  if (kind === 'self') return labels.you;
  return (
    message.author?.name ??
    { agent: labels.assistant, human: labels.human, system: labels.system }[kind]
  );
}
