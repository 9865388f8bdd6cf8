export const stockZh = {
} as const;
