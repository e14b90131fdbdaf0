/** What a statement does, in a few words: `UPDATE attempts`, `SELECT payments (locked)`, `COMMIT`. */
export function labelOf(sql: string): string {
  const text = sql.replaceAll(/\s+/g, ' ').trim();
  const changes = [...text.matchAll(/\b(INSERT) INTO (\w+)|\b(UPDATE) (\w+) (?:\w+ )?SET\b|\b(DELETE) FROM (\w+)/g)].map((found) =>
    found.slice(1).filter(Boolean).join(' '),
  );
  if (changes.length > 0) return [...new Set(changes)].join(', ');
  const read = /\bFROM (\w+)/.exec(text)?.[1];
  if (!read) return text.split(' ')[0]?.toUpperCase() ?? '';
  return `SELECT ${read}${/\bFOR UPDATE\b/.test(text) ? ' (locked)' : ''}`;
}
