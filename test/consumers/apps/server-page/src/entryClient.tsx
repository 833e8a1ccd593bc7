import { hydrate, type DehydratedState } from '@tanstack/react-query';
import {
  createBimpeTransport,
  type GetBimpeTicket,
} from 'react-conversation-stream/transports/bimpe';
import { hydrateRoot } from 'react-dom/client';
import { createSession, scope } from './App.tsx';
import 'react-conversation-stream/styles.css';

declare global {
  interface Window {
    readonly read: { readonly state: DehydratedState; readonly streamBaseUrl: string };
  }
}

const getTicket: GetBimpeTicket = async ({ signal, ...ids }) => {
  const headers = { 'content-type': 'application/json' };
  const init = { method: 'POST', headers, body: JSON.stringify(ids), signal };
  return (await fetch('/api/bimpe/ticket', init)).json();
};

const { state, streamBaseUrl } = window.read;
const transport = createBimpeTransport({
  agentId: 'ag_1',
  baseUrl: '/api/bimpe',
  streamBaseUrl,
  getTicket,
  scope,
});
const { queryClient, app } = createSession(transport);
hydrate(queryClient, state);
hydrateRoot(document.querySelector('#root')!, app(), {
  onRecoverableError: (error) => console.error(error),
});
