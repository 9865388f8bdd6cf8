import type { Device } from '../store/devices.ts';
import type { County } from '../sync/county.ts';
import type { Refusal } from '../sync/exchange.ts';
import { historyFor } from '../sync/history.ts';
import { ProblemError } from './problem.ts';

/** Why an exchange, a comparison or a repair does not take place, as the problem that is answered. */
export async function refused(refusal: Refusal['refusal'], county: County, device: Device): Promise<ProblemError> {
  switch (refusal) {
    case 'wireVersion':
      return new ProblemError(400, 'wireVersion', 'update the app, or the county server');
    case 'epochMismatch':
      return new ProblemError(409, 'epochMismatch', 'the county was restored, or this is another county', { epoch: county.epoch, history: await historyFor(county, device) });
    case 'beyondLog':
      // For apps that do not know the flag it is another history: they stop and tell a person, too.
      return new ProblemError(409, 'epochMismatch', 'this device has read beyond the log: the database was put back to an earlier moment, or the device is damaged', { epoch: county.epoch, beyondLog: true });
    case 'forked':
      return new ProblemError(409, 'forked', 'another bundle stands at this place of the chain: the disk was cloned or restored');
    case 'retired':
      // For apps that do not know the flag it is retired: they stop, too.
      if (device.status === 'stolen') return new ProblemError(403, 'retired', 'this device was reported stolen or lost: what it sends is set aside', { stolen: true });
      return new ProblemError(403, 'retired', 'this device may deliver what it has, and pulls nothing');
  }
}

/** Where a request does not fit its schema, without what stood there. */
export const whereIn = (issues: readonly { readonly path: readonly PropertyKey[]; readonly code?: string | undefined }[]): string =>
  issues.slice(0, 3).map((issue) => `${issue.path.map(String).join('.')}: ${issue.code ?? 'invalid'}`).join('; ');
