export const sessionZh = {
} as const;
