import { useState, type ReactElement } from 'react';

export interface OfflineSwitchProps {
  /** Called when the page goes offline: takes its stream away. */
  readonly onOffline: () => Promise<unknown>;
}

/** Makes the browser say that it is offline. */
export function OfflineSwitch({ onOffline }: OfflineSwitchProps): ReactElement {
  const [isOffline, setIsOffline] = useState(() => !navigator.onLine);
  const handleChange = (): void => {
    setIsOffline(!isOffline);
    Object.defineProperty(navigator, 'onLine', { configurable: true, get: () => isOffline });
    dispatchEvent(new Event(isOffline ? 'online' : 'offline'));
    if (!isOffline) void onOffline().catch(() => undefined);
  };
  return (
    <label className="pg-action pg-switch">
      <input type="checkbox" checked={isOffline} onChange={handleChange} />
      <span>Offline</span> <small>Messages wait</small>
    </label>
  );
}
