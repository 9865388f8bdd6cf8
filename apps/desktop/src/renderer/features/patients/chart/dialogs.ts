/** What is open over the record. */
export type ChartDialog =
  | { readonly name: 'edit' }
  | { readonly name: 'addAllergy' }
  | { readonly name: 'addProblem' }
  /** To another institution. */
  | { readonly name: 'move' }
  /** Another record is the same person's; or is not, after all. */
  | { readonly name: 'link' }
  | { readonly name: 'unlink' }
  /** Refutes an allergy, ends a problem, or says that an entry was a mistake. */
  | { readonly name: 'endEntry'; readonly unit: string; readonly to: 'refuted' | 'resolved' | 'enteredInError' };
