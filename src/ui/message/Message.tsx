'use client';
import {
  forwardRef,
  useContext,
  useId,
  useMemo,
  useState,
  type ComponentType,
  type FocusEvent,
  type ReactElement,
} from 'react';
import type {
  Message as MessageRecord,
  MessageAuthor,
  MessageRole,
  MessageStatus,
} from '../../react/index.ts';
import { Actions } from '../actions/Actions.tsx';
import type { PartComponent, PartProps } from '../part/partProps.ts';
import { usePart } from '../part/usePart.ts';
import { ComponentsContext } from '../transcript/ComponentsContext.ts';
import { Author } from './Author.tsx';
import { getAuthorKind } from './authorName.ts';
import { Bubble } from './Bubble.tsx';
import { Header } from './Header.tsx';
import { mergeActions, MessageActionsContext, type MessageActions } from './MessageActions.ts';
import { messageContext } from './MessageContext.ts';
import { MessageText, type TextProps } from './MessageText.tsx';
import { PartialNotice } from './PartialNotice.tsx';
import { SendNotice } from './SendNotice.tsx';
import { Timestamp } from './Timestamp.tsx';
import { useActionProps } from './useActionProps.ts';

export type MessageState = {
  readonly role: MessageRole;
  readonly author: MessageAuthor['kind'];
  readonly status: MessageStatus;
  readonly continued: boolean;
};

export interface MessageProps extends PartProps<'article', MessageState>, MessageActions {
  readonly message: MessageRecord;
  /** Follows another one of the same author: the heading is only spoken. */
  readonly isContinued?: boolean | undefined;
  readonly Text?: ComponentType<TextProps> | undefined;
}

/**
 * One message: who, when, what, and what became of it. The line at its side tells author and state. Give it
 * children to lay its parts out yourself.
 */
export const Message: PartComponent<MessageProps, HTMLElement> = forwardRef<
  HTMLElement,
  MessageProps
>(function Message({ message, isContinued = false, Text, ...props }, ref) {
  const [given, attributes] = useActionProps(props);
  const above = useContext(MessageActionsContext);
  const actions = useMemo(() => mergeActions(above, given), [above, given]);
  const [isActive, setIsActive] = useState(false);
  const headingId = useId();
  const context = useMemo(
    () => ({ message, headingId, actions, isActive }),
    [message, headingId, actions, isActive],
  );
  const { role, status, id } = message;
  const article = usePart(
    'article',
    {
      name: 'message',
      ref,
      state: { role, author: getAuthorKind(message), status, continued: isContinued },
      'data-message-id': id,
      'aria-labelledby': headingId,
      // For scripts, and for the focus when a button inside it goes; Tab passes by.
      tabIndex: -1,
      onFocus: () => setIsActive(true),
      onBlur: ({ currentTarget, relatedTarget }: FocusEvent) =>
        setIsActive(currentTarget.contains(relatedTarget)),
      children: <DefaultLayout />,
    },
    attributes,
  );
  return (
    <messageContext.Context.Provider value={context}>
      {useTextOverride(article, Text)}
    </messageContext.Context.Provider>
  );
});

function DefaultLayout(): ReactElement {
  const {
    Avatar: Face,
    Author: By = Author,
    Timestamp: At = Timestamp,
    Bubble: Body = Bubble,
    PartialNotice: Partial = PartialNotice,
    SendNotice: Send = SendNotice,
    Actions: Buttons = Actions,
  } = useContext(ComponentsContext);
  return (
    <>
      {Face && <Face />}
      <Header>
        <By />
        <At />
      </Header>
      <Body />
      <Partial />
      <Send />
      <Buttons />
    </>
  );
}

/** `Text` is short for a components map with that one part. */
function useTextOverride(
  article: ReactElement,
  Text: ComponentType<TextProps> | undefined,
): ReactElement {
  const above = useContext(ComponentsContext);
  const isOther = Text !== undefined && Text !== (above.Text ?? MessageText);
  const components = useMemo(() => (isOther ? { ...above, Text } : above), [above, Text, isOther]);
  if (!isOther) return article;
  return <ComponentsContext.Provider value={components}>{article}</ComponentsContext.Provider>;
}
