export const dispensingZh = {
} as const;
