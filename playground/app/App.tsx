import { useEffect, useState, type ReactElement } from 'react';
import { backends } from './backends.ts';
import { fetchConfig, type PlaygroundConfig } from './config.ts';
import { Playground } from './Playground.tsx';
import { useAppearance } from './useAppearance.ts';
import { useUrlParam } from './useUrlParam.ts';

/** Asks the dev server which backends run, and opens the one the address names. */
export function App(): ReactElement {
  useAppearance();
  const [backendId] = useUrlParam('backend');
  const [config, setConfig] = useState<PlaygroundConfig | Error>();
  useEffect(() => {
    const controller = new AbortController();
    fetchConfig(controller.signal).then(setConfig, (error: Error) => {
      if (!controller.signal.aborted) setConfig(error);
    });
    return () => controller.abort();
  }, []);

  if (config === undefined) return <main className="pg-message">Starting…</main>;
  if (config instanceof Error) return <main className="pg-message">{config.message}</main>;
  const running = backends.filter(({ id }) => config[id] !== undefined);
  const backend = running.find(({ id }) => id === backendId) ?? running[0];
  const backendConfig = backend && config[backend.id];
  if (!backend || !backendConfig) return <main className="pg-message">No backend is running.</main>;
  return <Playground key={backend.id} {...{ backend, running }} config={backendConfig} />;
}
