export interface Named {
  readonly id: string;
  readonly name: string;
}

/** Whose entries alone are shown. */
export interface Only {
  readonly patientId: Named | null;
  readonly personId: Named | null;
  readonly deviceId: Named | null;
}

export const onlyNames = ['patientId', 'personId', 'deviceId'] as const satisfies readonly (keyof Only)[];
export const nobodyOnly: Only = { patientId: null, personId: null, deviceId: null };
