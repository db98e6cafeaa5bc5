import { type IppAttribute, type IppMessage, type IppValue, groupTags, valueTags } from './values.ts'

const memberNameTag = 0x4a
const endCollectionTag = 0x37
const maxFieldBytes = 0xffff

/**
 * A message as it goes over the wire (RFC 8010 §3.1):
 *
 *     version 2.0 │ code, 2 bytes │ request id, 4 │ group tag, attributes … │ 03 │ document
 *     attribute:  value tag │ length │ name │ length │ value        further values of a set: name of length 0
 *
 * @throws RangeError for a name or value of more than 65,535 bytes
 */
export function encodeMessage(message: IppMessage): Uint8Array<ArrayBuffer> {
  const wire = new Wire()
  wire.bytes(Uint8Array.of(2, 0))
  wire.number(message.code, 2)
  wire.number(message.requestId, 4)
  for (const group of message.groups) {
    wire.number(group.tag, 1)
    for (const attribute of group.attributes) writeAttribute(wire, attribute)
  }
  wire.number(groupTags.end, 1)
  wire.bytes(message.data)
  return wire.done()
}

function writeAttribute(wire: Wire, { name, values }: IppAttribute): void {
  values.forEach((value, index) => {
    writeValue(wire, index === 0 ? name : '', value)
  })
}

function writeValue(wire: Wire, name: string, value: IppValue): void {
  wire.number(value.type === 'other' ? value.tag : valueTags[value.type], 1)
  wire.field(new TextEncoder().encode(name))
  if (value.type !== 'collection') {
    wire.field(contentOf(value))
    return
  }
  wire.field(new Uint8Array())
  for (const member of value.members) {
    wire.number(memberNameTag, 1)
    wire.field(new Uint8Array())
    wire.field(new TextEncoder().encode(member.name))
    for (const each of member.values) writeValue(wire, '', each)
  }
  wire.number(endCollectionTag, 1)
  wire.field(new Uint8Array())
  wire.field(new Uint8Array())
}

function contentOf(value: Exclude<IppValue, { type: 'collection' }>): Uint8Array {
  switch (value.type) {
    case 'integer':
    case 'enum':
      return signed(value.value)
    case 'boolean':
      return Uint8Array.of(value.value ? 1 : 0)
    case 'range':
      return Uint8Array.of(...signed(value.lower), ...signed(value.upper))
    case 'resolution':
      return Uint8Array.of(...signed(value.crossFeed), ...signed(value.feed), value.units)
    case 'octets':
    case 'dateTime':
    case 'other':
      return value.value
    default:
      return new TextEncoder().encode(value.value)
  }
}

function signed(value: number): Uint8Array {
  const bytes = new Uint8Array(4)
  new DataView(bytes.buffer).setInt32(0, value)
  return bytes
}

/** Bytes one after another. */
class Wire {
  readonly #parts: Uint8Array[] = []
  #length = 0

  bytes(part: Uint8Array): void {
    this.#parts.push(part)
    this.#length += part.length
  }

  number(value: number, size: 1 | 2 | 4): void {
    const bytes = new Uint8Array(4)
    new DataView(bytes.buffer).setUint32(0, value)
    this.bytes(bytes.subarray(4 - size))
  }

  field(content: Uint8Array): void {
    if (content.length > maxFieldBytes) throw new RangeError('an IPP field holds at most 65535 bytes')
    this.number(content.length, 2)
    this.bytes(content)
  }

  done(): Uint8Array<ArrayBuffer> {
    const whole = new Uint8Array(this.#length)
    let at = 0
    for (const part of this.#parts) {
      whole.set(part, at)
      at += part.length
    }
    return whole
  }
}
