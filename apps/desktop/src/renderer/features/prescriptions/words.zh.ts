export const prescriptionsZh = {
} as const;
