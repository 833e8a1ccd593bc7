'use client';
import { QueryClientContext } from '@tanstack/react-query';
import {
  useContext,
  useState,
  useSyncExternalStore,
  type ReactElement,
  type ReactNode,
} from 'react';
import type { ConversationClient, ConversationTransport } from '../core/index.ts';
import { ClientContext } from './ClientContext.ts';
import { findClientOwner } from './clientOwner.ts';

export type ConversationProviderProps = { readonly children?: ReactNode } & (
  | {
      /** Made by you with `createConversationClient`, and yours to dispose. */
      readonly client: ConversationClient;
      readonly transport?: undefined;
    }
  | {
      /**
       * The provider makes a client of it and disposes that when it unmounts. Keep it stable: a new transport
       * is a new client. Inside a `QueryClientProvider` history is kept in its query client.
       */
      readonly transport: ConversationTransport;
      readonly client?: undefined;
    }
);

/** Gives the hooks and components below their client. Connects nothing by itself. */
export function ConversationProvider(props: ConversationProviderProps): ReactElement {
  const { client, transport, children } = props;
  if (transport !== undefined) {
    return <OwningProvider transport={transport}>{children}</OwningProvider>;
  }
  return <ClientContext.Provider value={client}>{children}</ClientContext.Provider>;
}

interface OwningProviderProps {
  readonly transport: ConversationTransport;
  readonly children?: ReactNode;
}

function OwningProvider({ transport, children }: OwningProviderProps): ReactElement {
  const queryClient = useContext(QueryClientContext);
  const [owner, setOwner] = useState(() => findClientOwner({ transport, queryClient }));
  const { source } = owner;
  if (source.transport !== transport || source.queryClient !== queryClient)
    setOwner(findClientOwner({ transport, queryClient }));
  const client = useSyncExternalStore(owner.subscribe, owner.getClient, owner.getClient);
  return <ClientContext.Provider value={client}>{children}</ClientContext.Provider>;
}
