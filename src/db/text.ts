/** People's text as PostgreSQL takes it: NUL is dropped, half a surrogate pair becomes U+FFFD. */
export function clean(text: string): string {
  return text.replaceAll("\0", "").toWellFormed();
}
