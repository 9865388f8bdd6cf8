import { deviceId } from '@lianyi/schema/basics/ids';
import type { ChainPoints, DeviceCertificate } from '@lianyi/schema/wire/certificate';
import { certificateToSign } from '@lianyi/schema/wire/certificate';
import type { Device } from '../store/devices.ts';
import type { ExchangeParts } from './county.ts';

/** The county's word that it knows a device, which outlives the loss of its database. @param continues where its chain stands */
export function certificateOf(county: Pick<ExchangeParts, 'epoch' | 'ancestry' | 'key'>, { id, orgId, name, publicKey, formerIds }: Device, continues: ChainPoints): DeviceCertificate {
  const { epoch, ancestry } = county;
  const unsigned = { deviceId: deviceId.parse(id), orgId, name, publicKey, formerIds: formerIds.map((one) => deviceId.parse(one)), continues, epoch, ancestry: [...ancestry] };
  return { ...unsigned, signature: county.key.sign(certificateToSign(unsigned)) };
}
