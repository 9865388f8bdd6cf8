export const encountersZh = {
} as const;
