import type { Permission } from '@lianyi/schema/codes/roles';

/** Which act each command of `commands.ts` is: whoever has the county's database at hand is county IT. */
export const commandPermissions: Readonly<Record<string, Permission>> = {
  dump: 'county.keep', organisations: 'directory.read', 'move-patient': 'county.keep',
  quarantine: 'county.overview', release: 'county.keep', check: 'county.keep', prove: 'county.keep', 'gap-lost': 'device.manage', backup: 'county.keep', restore: 'county.keep',
  parcel: 'county.overview', 'confirm-devices': 'device.manage', 'confirm-device': 'device.manage', log: 'county.keep', user: 'county.keep', 'device-policy': 'device.manage', audit: 'county.keep',
};
