/** The caret goes to the first field that says it is wrong. After that has been drawn. */
export function focusFirstWrong(form: HTMLElement | null): void {
  form?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus();
}
