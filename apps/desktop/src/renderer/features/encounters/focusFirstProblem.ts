/** F8 while something stops the signature: the focus goes to the first of it, an alert or a field. */
export function focusFirstProblem(page: HTMLElement | null): void {
  const problem = page?.querySelector<HTMLElement>('.alert.stale, [data-blocking] .alert, [aria-invalid="true"]');
  if (problem === null || problem === undefined) return;
  problem.focus();
  problem.scrollIntoView({ block: 'nearest' });
}
