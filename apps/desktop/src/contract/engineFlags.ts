/**
 * With what V8 starts for a host. Of what a first sync, an import or a page brings, nearly all is let go at once: with three
 * times 16 MB for what is young, and a heap that may grow to three times what is needed before it is cleaned up, as usual,
 * an old PC would lose memory to it and gain no time.
 */
export const engineFlags: readonly string[] = ['--max-semi-space-size=4', '--heap-growing-percent=40'];

/**
 * And the memory of the C library where that is glibc, on Linux: each of its threads that unpacks would keep some megabytes
 * of its own for ever, 20 to 40 of them in a first sync. Elsewhere nobody reads it.
 */
export const engineEnvironment: Readonly<Record<string, string>> = { MALLOC_ARENA_MAX: '2' };
