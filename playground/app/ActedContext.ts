import { createContext, type Context } from 'react';

/** Called after a control was used: a sheet over the chat gets out of the way. */
export const ActedContext: Context<() => void> = createContext(() => {});
