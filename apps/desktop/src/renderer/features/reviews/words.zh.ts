export const reviewsZh = {
} as const;
