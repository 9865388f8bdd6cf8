/** Tells a person what goes on, in Chinese and English. */
export function say(chinese: string, english: string): void {
  console.log(`· ${chinese} · ${english}`);
}

export function sayFailure(chinese: string, english: string): void {
  console.error(`✗ ${chinese}\n  ${english}`);
}
