// The page's policy forbids code made at run time, which zod would try once per schema as it is made: told before any is.
globalThis.__zod_globalConfig = { jitless: true };
