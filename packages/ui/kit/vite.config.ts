/**
 * The page of every component in every state. From apps/desktop, which has vite:
 * `npx vite ../../packages/ui/kit`, then #/states (docs/screens/10-kit), #/visit, #/parts, #/unlock.
 */
export default {
  server: { port: 5199, strictPort: true, host: '127.0.0.1' },
};
