/**
 * IPP from the printer's side, after RFC 8010: a request is read into plain text values, a response is written from a list
 * of typed ones. It knows as much of the format as this printer needs, and nothing of the adapter's codec.
 */
export interface IppRequest {
  readonly operation: number
  readonly requestId: number
  readonly version: readonly [number, number]
  /** Group tags in the order in which they came. */
  readonly groups: readonly number[]
  /** All attributes of operation and job groups by name, each value as text. */
  readonly attributes: ReadonlyMap<string, readonly string[]>
  /** Names in the order of the operation group. */
  readonly operationNames: readonly string[]
  readonly document: Buffer
}

/** @throws RangeError if the bytes end before the attributes do */
export function readRequest(body: Buffer): IppRequest {
  const attributes = new Map<string, string[]>()
  const operationNames: string[] = []
  const groups: number[] = []
  let at = 8
  let name = ''
  for (;;) {
    const tag = body.readUInt8(at)
    at += 1
    if (tag === 3) break
    if (tag < 0x10) {
      groups.push(tag)
      continue
    }
    const nameLength = body.readUInt16BE(at)
    const named = body.toString('utf8', at + 2, at + 2 + nameLength)
    at += 2 + nameLength
    const length = body.readUInt16BE(at)
    const value = body.subarray(at + 2, at + 2 + length)
    at += 2 + length
    if (nameLength > 0) {
      name = named
      attributes.set(name, [])
      if (groups.at(-1) === 1) operationNames.push(name)
    }
    attributes.get(name)?.push(asText(tag, value))
  }
  return {
    operation: body.readUInt16BE(2),
    requestId: body.readUInt32BE(4),
    version: [body.readUInt8(0), body.readUInt8(1)],
    groups,
    attributes,
    operationNames,
    document: body.subarray(at),
  }
}

function asText(tag: number, value: Buffer): string {
  if ((tag === 0x21 || tag === 0x23) && value.length === 4) return String(value.readInt32BE(0))
  if (tag === 0x22) return value[0] === 1 ? 'true' : 'false'
  return value.toString('utf8')
}

/** What stands behind a value in a response. */
type Written = readonly [tag: number, value: Buffer]

const characters =
  (tag: number) =>
  (text: string): Written => [tag, Buffer.from(text)]
const number =
  (tag: number) =>
  (value: number): Written => {
    const bytes = Buffer.alloc(4)
    bytes.writeInt32BE(value)
    return [tag, bytes]
  }

/** Writers of values, by the names of RFC 8010. */
export const as = {
  integer: number(0x21),
  /** Nothing yet: `no-value`. */
  nothing: (): Written => [0x13, Buffer.alloc(0)],
  boolean: (value: boolean): Written => [0x22, Buffer.from([value ? 1 : 0])],
  enum: number(0x23),
  dateTime: (at: Date): Written => {
    const bytes = Buffer.alloc(11)
    bytes.writeUInt16BE(at.getUTCFullYear())
    bytes.set(
      [
        at.getUTCMonth() + 1,
        at.getUTCDate(),
        at.getUTCHours(),
        at.getUTCMinutes(),
        at.getUTCSeconds(),
        0,
        43,
      ],
      2,
    )
    return [0x31, bytes]
  },
  resolution: (dpi: number): Written => {
    const bytes = Buffer.alloc(9)
    bytes.writeInt32BE(dpi)
    bytes.writeInt32BE(dpi, 4)
    bytes[8] = 3
    return [0x32, bytes]
  },
  range: (lower: number, upper: number): Written => {
    const bytes = Buffer.alloc(8)
    bytes.writeInt32BE(lower)
    bytes.writeInt32BE(upper, 4)
    return [0x33, bytes]
  },
  text: characters(0x41),
  name: characters(0x42),
  keyword: characters(0x44),
  uri: characters(0x45),
  charset: characters(0x47),
  language: characters(0x48),
  mimeType: characters(0x49),
}

export type Attributes = Readonly<Record<string, readonly Written[]>>

/** A response; groups come in the order given. */
export function writeResponse(
  status: number,
  { requestId, version }: Pick<IppRequest, 'requestId' | 'version'>,
  groups: readonly (readonly [tag: number, attributes: Attributes])[],
): Buffer {
  const head = Buffer.from([...version, status >> 8, status & 0xff, 0, 0, 0, 0])
  head.writeUInt32BE(requestId, 4)
  const pieces: Buffer[] = [head]
  const sized = (bytes: Buffer): Buffer =>
    Buffer.concat([Buffer.from([bytes.length >> 8, bytes.length & 0xff]), bytes])
  for (const [tag, attributes] of groups) {
    pieces.push(Buffer.from([tag]))
    for (const [name, values] of Object.entries(attributes)) {
      values.forEach(([type, value], index) => {
        pieces.push(Buffer.from([type]), sized(Buffer.from(index === 0 ? name : '')), sized(value))
      })
    }
  }
  return Buffer.concat([...pieces, Buffer.from([3])])
}
