/** What this process holds in memory after collecting garbage, in bytes: its heap, and all that lives outside of it. */
export function usedBytes(): number {
  // The second time takes what finalizers of the first let go.
  globalThis.gc?.();
  globalThis.gc?.();
  return process.memoryUsage().rss;
}
