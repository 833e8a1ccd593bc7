import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import 'react-conversation-stream/styles.css';
import './app/playground.css';
import { App } from './app/App.tsx';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has lost its #root.');
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
