import { createCanvas } from '@napi-rs/canvas'
import { describe, expect, it } from 'vitest'
import { receiveFile } from './receive-file.ts'

const text = (content: string): Uint8Array => new TextEncoder().encode(content)
const pdf = (trailer = ''): Uint8Array =>
  text(`%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer <</Root 1 0 R${trailer}>>\nstartxref\n9\n%%EOF\n`)

function drawn(type: 'image/png' | 'image/jpeg'): Uint8Array {
  const canvas = createCanvas(40, 30)
  const context = canvas.getContext('2d')
  context.fillStyle = '#888'
  context.fillRect(5, 5, 20, 20)
  return new Uint8Array(type === 'image/png' ? canvas.toBuffer('image/png') : canvas.toBuffer('image/jpeg'))
}

/** A PNG that says it is enormous. */
function bomb(): Uint8Array {
  const bytes = drawn('image/png')
  new DataView(bytes.buffer).setUint32(16, 60_000)
  new DataView(bytes.buffer).setUint32(20, 60_000)
  return bytes
}

/** A JPEG that says it is enormous: the sizes stand in its frame header. */
function jpegBomb(): Uint8Array {
  const bytes = drawn('image/jpeg')
  const frame = bytes.findIndex((byte, at) => byte === 0xff && [0xc0, 0xc2].includes(bytes[at + 1] ?? 0))
  new DataView(bytes.buffer).setUint16(frame + 5, 65_000)
  new DataView(bytes.buffer).setUint16(frame + 7, 65_000)
  return bytes
}

describe('a file that is handed in', () => {
  it.each(['image/png', 'image/jpeg'] as const)('is %s by its bytes', (type) => {
    expect(receiveFile(drawn(type))).toEqual({ mediaType: type })
  })

  it('may be a PDF', () => {
    expect(receiveFile(pdf())).toEqual({ mediaType: 'application/pdf' })
  })

  it.each([
    ['file-empty', new Uint8Array()],
    ['file-type-refused', text('MZ a program that calls itself scan.pdf')],
    ['file-type-refused', text('<html>%PDF-1.4 %%EOF</html>')],
    ['file-type-refused', text('GIF89a')],
    ['page-unreadable', drawn('image/png').slice(0, 20)],
    ['page-unreadable', drawn('image/jpeg').slice(0, 30)],
    ['page-unreadable', pdf().slice(0, 60)],
    ['file-locked', pdf(' /Encrypt 5 0 R')],
    ['page-too-large', bomb()],
    ['page-too-large', jpegBomb()],
    ['file-too-large', new Uint8Array(20 * 1024 * 1024 + 1)],
  ])('is refused with %s', (code, bytes) => {
    expect(() => receiveFile(bytes)).toThrow(expect.objectContaining({ code }) as Error)
  })
})
