/**
 * A PDF of one A4 page with a frame 10 mm from the edge and a line of Latin text in a font that every printer has: enough
 * to see whether paper, size and margins are right, with no font file to carry about.
 */
export function testPage(): Uint8Array<ArrayBuffer> {
  const drawing = [
    '1 w 28.35 28.35 538.58 785.2 re S',
    'BT /F1 24 Tf 56 760 Td (Yichuang A4 test page) Tj ET',
    'BT /F1 12 Tf 56 730 Td (The frame is 10 mm from each edge of the paper.) Tj ET',
  ].join('\n')
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595.28 841.89] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${String(drawing.length)} >>\nstream\n${drawing}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ]
  let file = '%PDF-1.4\n'
  const offsets = objects.map((object, index) => {
    const at = file.length
    file += `${String(index + 1)} 0 obj\n${object}\nendobj\n`
    return `${String(at).padStart(10, '0')} 00000 n \n`
  })
  const table = file.length
  file += `xref\n0 ${String(objects.length + 1)}\n0000000000 65535 f \n${offsets.join('')}`
  file += `trailer\n<< /Size ${String(objects.length + 1)} /Root 1 0 R >>\nstartxref\n${String(table)}\n%%EOF\n`
  return Uint8Array.from(Buffer.from(file, 'latin1'))
}
