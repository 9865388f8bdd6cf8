/** Registers a waiting patient; opened from any page through shell/queueRequest.ts. */
export function QueueDialog() {
  return null;
}
