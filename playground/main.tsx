import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import 'react-conversation-stream/styles.css';
import './app/playground.css';
import { App } from './app/App.tsx';
import { installWireLog } from './app/wire/wireLog.ts';

installWireLog();

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has lost its #root.');
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
