/** What is open over the record. */
export type ChartDialog =
  | { readonly name: 'edit' }
  | { readonly name: 'addAllergy' }
  | { readonly name: 'addProblem' }
  /** To another institution. */
  | { readonly name: 'move' }
  /** Refutes an allergy, ends a problem, or says that an entry was a mistake. */
  | { readonly name: 'endEntry'; readonly unit: string; readonly to: 'refuted' | 'resolved' | 'enteredInError' };
