'use client';
import { QueryClientContext } from '@tanstack/react-query';
import {
  useContext,
  useEffect,
  useState,
  useSyncExternalStore,
  type ReactElement,
  type ReactNode,
} from 'react';
import type { ConversationClient, ConversationTransport } from '../core/index.ts';
import { ClientContext } from './ClientContext.ts';
import { findClientOwner } from './clientOwner.ts';
import { unshownReads } from './unshownReads.ts';
import { useRenewalWarning } from './useRenewalWarning.ts';

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
  return <ClientProvider client={client}>{children}</ClientProvider>;
}

interface ClientProviderProps {
  readonly client: ConversationClient;
  readonly children?: ReactNode;
}

function ClientProvider({ client, children }: ClientProviderProps): ReactElement {
  useEffect(() => unshownReads.exempt(client), [client]);
  return <ClientContext.Provider value={client}>{children}</ClientContext.Provider>;
}

interface OwningProviderProps {
  readonly transport: ConversationTransport;
  readonly children?: ReactNode;
}

function OwningProvider({ transport, children }: OwningProviderProps): ReactElement {
  const queryClient = useContext(QueryClientContext);
  useRenewalWarning(transport);
  const [owner, setOwner] = useState(() => findClientOwner({ transport, queryClient }));
  const { source } = owner;
  if (source.transport !== transport || source.queryClient !== queryClient)
    setOwner(findClientOwner({ transport, queryClient }));
  const client = useSyncExternalStore(owner.subscribe, owner.getClient, owner.getClient);
  return <ClientProvider client={client}>{children}</ClientProvider>;
}
