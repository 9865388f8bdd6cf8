import type { HostRouter } from '../host/router.ts';

/** The router's type: all that the renderer knows of the host. */
export type { HostRouter };
