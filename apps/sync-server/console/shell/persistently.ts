const againMs = 3000;

/** Loads once, and tries again for as long as it takes: a page whose code did not arrive comes when the line does. */
export function persistently<Result>(load: () => Promise<Result>): () => Promise<Result> {
  let loading: Promise<Result> | null = null;
  const attempt = async (): Promise<Result> => {
    for (;;) {
      try {
        return await load();
      } catch {
        await new Promise((resolve) => { setTimeout(resolve, againMs); });
      }
    }
  };
  return () => {
    loading ??= attempt();
    return loading;
  };
}
