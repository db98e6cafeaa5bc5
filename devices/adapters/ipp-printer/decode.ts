import { DeviceError } from '#devices/contract'
import { type IppAttribute, type IppMessage, type IppValue, groupTags, valueTags } from './values.ts'

const memberNameTag = 0x4a
const endCollectionTag = 0x37
/** Media collections nest three deep; what nests deeper than this means no good. */
const maxDepth = 8

/**
 * Reads a message (RFC 8010 §3.1) whole.
 * @throws DeviceError `device.protocol`, and nothing else, for whatever bytes
 */
export function decodeMessage(bytes: Uint8Array<ArrayBuffer>): IppMessage {
  const reader = new Reader(bytes)
  reader.take(2)
  const code = reader.number(2)
  const requestId = reader.number(4)
  const groups: { tag: number; attributes: IppAttribute[] }[] = []
  for (;;) {
    const tag = reader.number(1)
    if (tag === groupTags.end) return { code, requestId, groups, data: reader.rest() }
    if (tag < 0x10) {
      groups.push({ tag, attributes: [] })
      continue
    }
    const group = groups.at(-1)
    if (group === undefined) throw malformed('an attribute before the first group')
    readInto(group.attributes, reader, tag)
  }
}

/** One value, which begins an attribute or, without a name, goes on with the last one. */
function readInto(attributes: IppAttribute[], reader: Reader, tag: number): void {
  const name = reader.text()
  const value = readValue(reader, tag, 0)
  const last = attributes.at(-1)
  if (name !== '') attributes.push({ name, values: [value] })
  else if (last === undefined) throw malformed('a further value of nothing')
  else attributes[attributes.length - 1] = { name: last.name, values: [...last.values, value] }
}

function readValue(reader: Reader, tag: number, depth: number): IppValue {
  const content = reader.field()
  if (tag !== valueTags.collection) return valueOf(tag, content)
  if (depth >= maxDepth) throw malformed('collections nested too deep')
  return { type: 'collection', members: readMembers(reader, depth + 1) }
}

function readMembers(reader: Reader, depth: number): IppAttribute[] {
  const members: { name: string; values: IppValue[] }[] = []
  for (;;) {
    const tag = reader.number(1)
    if (tag < 0x10) throw malformed('a collection without an end')
    reader.field()
    if (tag === endCollectionTag) {
      reader.field()
      if (members.some(({ values }) => values.length === 0)) throw malformed('a member without a value')
      return members
    }
    if (tag === memberNameTag) members.push({ name: reader.text(), values: [] })
    else {
      const member = members.at(-1)
      if (member === undefined) throw malformed('a member value without a name')
      member.values.push(readValue(reader, tag, depth))
    }
  }
}

const typeOfTag = new Map<number, keyof typeof valueTags>(
  Object.entries(valueTags).map(([type, tag]) => [tag, type as keyof typeof valueTags]),
)
const sizes: Partial<Record<keyof typeof valueTags, number>> = {
  integer: 4,
  enum: 4,
  boolean: 1,
  range: 8,
  resolution: 9,
  dateTime: 11,
}

function valueOf(tag: number, content: Uint8Array<ArrayBuffer>): IppValue {
  const type = typeOfTag.get(tag)
  if (type === undefined || type === 'collection') return { type: 'other', tag, value: content }
  if (sizes[type] !== undefined && content.length !== sizes[type]) {
    throw malformed(`${type} of ${String(content.length)} bytes`)
  }
  const at = (offset: number): number =>
    new DataView(content.buffer, content.byteOffset, content.byteLength).getInt32(offset)
  switch (type) {
    case 'integer':
    case 'enum':
      return { type, value: at(0) }
    case 'boolean':
      return { type, value: content[0] !== 0 }
    case 'range':
      return { type, lower: at(0), upper: at(4) }
    case 'resolution':
      return { type, crossFeed: at(0), feed: at(4), units: content[8] ?? 0 }
    case 'octets':
    case 'dateTime':
      return { type, value: content }
    default:
      return { type, value: new TextDecoder().decode(content) }
  }
}

function malformed(what: string): DeviceError {
  return new DeviceError('device.protocol', `IPP message: ${what}`)
}

/** Reads on, and never past the end. */
class Reader {
  readonly #bytes: Uint8Array<ArrayBuffer>
  #at = 0

  constructor(bytes: Uint8Array<ArrayBuffer>) {
    this.#bytes = bytes
  }

  take(length: number): Uint8Array<ArrayBuffer> {
    if (this.#at + length > this.#bytes.length) throw malformed('cut short')
    this.#at += length
    return this.#bytes.slice(this.#at - length, this.#at)
  }

  number(size: 1 | 2 | 4): number {
    return this.take(size).reduce((value, byte) => value * 256 + byte, 0)
  }

  field(): Uint8Array<ArrayBuffer> {
    return this.take(this.number(2))
  }

  text(): string {
    return new TextDecoder().decode(this.field())
  }

  rest(): Uint8Array<ArrayBuffer> {
    return this.take(this.#bytes.length - this.#at)
  }
}
