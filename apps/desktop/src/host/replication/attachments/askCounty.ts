import type { AttachmentStanding } from '@lianyi/schema/wire/attachments';
import { attachmentAnswer, attachmentAskPath } from '@lianyi/schema/wire/attachments';
import type { WaitingUpload } from '../../replica/attachments/attachmentFiles.ts';
import type { ReplicaForExchange } from '../../replica/openReplica.ts';
import type { LineProblem } from '../problem.ts';
import type { NonceHolder } from '../signedPost.ts';
import { signedPost } from '../signedPost.ts';
import type { Transport } from '../transport.ts';

interface AskParts {
  readonly replica: ReplicaForExchange;
  readonly transport: Transport;
  readonly nonces: NonceHolder;
  readonly signal: AbortSignal;
}

export type Standing = WaitingUpload & Pick<AttachmentStanding, 'state' | 'token'>;
export type Asked = { readonly ok: true; readonly standings: readonly Standing[] } | { readonly ok: false; readonly problem: LineProblem; readonly isOlderCounty: boolean };

const silenceMs = 40_000;
const mostItems = 50;

/** Asks the county which of these it lacks. */
export async function askCounty(parts: AskParts, uploads: readonly WaitingUpload[]): Promise<Asked> {
  const asked = uploads.slice(0, mostItems);
  const json = { deviceId: parts.replica.identity.deviceId, items: asked.map(({ attachmentId: id, part }) => ({ id, part })) };
  const posted = await signedPost({ ...parts, path: attachmentAskPath, json, silenceMs });
  if (!posted.ok) return { ok: false, problem: posted.problem, isOlderCounty: posted.raw?.code === 'notFound' };
  const answer = attachmentAnswer.safeParse(posted.json);
  if (!answer.success) return { ok: false, problem: { code: 'countyBusy', detail: 'an answer that is none' }, isOlderCounty: false };
  const standings = asked.flatMap((upload) => {
    const found = answer.data.items.find(({ id, part }) => id === upload.attachmentId && part === upload.part);
    return found ? [{ ...upload, state: found.state, ...(found.token !== undefined && { token: found.token }) }] : [];
  });
  return { ok: true, standings };
}
