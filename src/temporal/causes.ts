/** An error with its causes in one line: the client's own words hide the server's. */
export function causes(error: unknown): string {
  const words: string[] = [];
  for (let at = error; at instanceof Error && words.length < 5; at = at.cause) if (!words.includes(at.message)) words.push(at.message);
  return words.length > 0 ? words.join(': ') : String(error);
}
