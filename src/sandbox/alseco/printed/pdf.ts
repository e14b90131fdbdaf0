import PDFDocument from 'pdfkit';

/** Every letter equally wide, as the columns of a bill need; Latin, Russian and Kazakh. */
const FONT = require.resolve('dejavu-fonts-ttf/ttf/DejaVuSansMono.ttf');
const FONT_SIZE = 11;
const MARGIN = 50;
const LINE_HEIGHT = 16;

/** A PDF of text lines, one A4 page per bill; the text can be searched and copied. */
export function printedPdf(bills: ReadonlyArray<readonly string[]>): Promise<Buffer> {
  const document = new PDFDocument({ size: 'A4', margin: MARGIN, autoFirstPage: false, compress: false });
  const pieces: Buffer[] = [];
  const whole = new Promise<Buffer>((resolve, reject) => {
    document.on('data', (piece: Buffer) => pieces.push(piece));
    document.on('end', () => resolve(Buffer.concat(pieces)));
    document.on('error', reject);
  });
  document.font(FONT, FONT_SIZE);
  for (const lines of bills) {
    document.addPage();
    for (const [row, line] of lines.entries()) document.text(line, MARGIN, MARGIN + row * LINE_HEIGHT, { lineBreak: false });
  }
  document.end();
  return whole;
}
