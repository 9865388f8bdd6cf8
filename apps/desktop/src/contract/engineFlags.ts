/**
 * With what V8 starts for a host. Of what a first sync, an import or a page brings, nearly all is let go at once: with three
 * times 16 MB for what is young, and a heap that may grow to three times what is needed before it is cleaned up, as usual,
 * an old PC would lose memory to it and gain no time.
 */
export const engineFlags: readonly string[] = ['--max-semi-space-size=4', '--heap-growing-percent=40'];
