import { maxThumbnailBytes } from '@lianyi/schema/documents/attachment';

/** From the largest and finest on: the first that is small enough for a bad line is taken. */
const tries = [[320, 0.7], [320, 0.5], [240, 0.5], [160, 0.5], [96, 0.4]] as const;

/** A small picture of a picture, as it is held upright; null of what the browser cannot draw (a PDF). */
export async function drawThumbnail(file: Blob): Promise<Blob | null> {
  const picture = await createImageBitmap(file).catch(() => null);
  if (picture === null) return null;
  try {
    for (const [edge, quality] of tries) {
      const drawn = await drawnAt(picture, edge, quality);
      if (drawn !== null && drawn.size <= maxThumbnailBytes) return drawn;
    }
    return null;
  } finally {
    picture.close();
  }
}

async function drawnAt(picture: ImageBitmap, edge: number, quality: number): Promise<Blob | null> {
  const scale = Math.min(1, edge / Math.max(picture.width, picture.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve) => { canvas.toBlob(resolve, 'image/webp', quality); });
}
