export const patientsZh = {
} as const;
