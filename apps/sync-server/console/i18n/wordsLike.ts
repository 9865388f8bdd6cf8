/**
 * The shape that a translation must have: every key of the original and no other. A key `visits_other` asks for
 * `visits_one` as well, since English counts where Chinese does not.
 */
export type WordsLike<Words> = Words extends string
  ? string
  : { readonly [Key in keyof Words]: WordsLike<Words[Key]> } & { readonly [Key in keyof Words as Key extends `${infer Stem}_other` ? `${Stem}_one` : never]: string };
