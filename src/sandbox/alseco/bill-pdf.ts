/** A PDF of text lines in a typewriter font, one page per bill. */
export function printedPdf(bills: ReadonlyArray<readonly string[]>): Buffer {
  const pages = bills.map((lines, at) => {
    const text = `BT /F1 14 Tf 18 TL 60 780 Td ${lines.map((line) => `(${line.replace(/[()\\]/g, '\\$&')}) Tj T*`).join(' ')} ET`;
    const [page, content] = [FIRST_PAGE + at * 2, FIRST_PAGE + at * 2 + 1];
    return [
      {
        number: page,
        body: `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents ${content} 0 R /Resources << /Font << /F1 3 0 R >> >> >>`,
      },
      { number: content, body: `<< /Length ${text.length} >>\nstream\n${text}\nendstream` },
    ];
  });
  const kids = pages.map(([page]) => `${page?.number} 0 R`).join(' ');
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Kids [${kids}] /Count ${pages.length} >>`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Courier >>',
    ...pages.flat().map(({ body }) => body),
  ];
  let file = '%PDF-1.4\n';
  const starts = objects.map((object, at) => {
    const start = file.length;
    file += `${at + 1} 0 obj\n${object}\nendobj\n`;
    return start;
  });
  const table = starts.map((start) => `${String(start).padStart(10, '0')} 00000 n \n`).join('');
  file += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${file.length}\n%%EOF\n`;
  return Buffer.from(file, 'latin1');
}

/** Objects 1 to 3 are the catalog, the pages and the font. */
const FIRST_PAGE = 4;
