/** A file's bytes as base64, for the host. */
export async function readBase64(file: Blob): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let text = '';
  for (let at = 0; at < bytes.length; at += 30_000) text += String.fromCodePoint(...bytes.subarray(at, at + 30_000));
  return btoa(text);
}
