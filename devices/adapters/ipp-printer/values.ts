/** Value tags of RFC 8010 §3.5.2 that have a form of their own; every other is kept as it came. */
export const valueTags = {
  integer: 0x21,
  boolean: 0x22,
  enum: 0x23,
  octets: 0x30,
  dateTime: 0x31,
  resolution: 0x32,
  range: 0x33,
  collection: 0x34,
  text: 0x41,
  name: 0x42,
  keyword: 0x44,
  uri: 0x45,
  uriScheme: 0x46,
  charset: 0x47,
  language: 0x48,
  mimeType: 0x49,
} as const

/** Tags whose value is characters and nothing else. */
export const stringTypes = [
  'text',
  'name',
  'keyword',
  'uri',
  'uriScheme',
  'charset',
  'language',
  'mimeType',
] as const
export type StringType = (typeof stringTypes)[number]

/** One value of an attribute. */
export type IppValue =
  | { readonly type: 'integer' | 'enum'; readonly value: number }
  | { readonly type: 'boolean'; readonly value: boolean }
  | { readonly type: StringType; readonly value: string }
  | { readonly type: 'octets' | 'dateTime'; readonly value: Uint8Array<ArrayBuffer> }
  | { readonly type: 'range'; readonly lower: number; readonly upper: number }
  | {
      readonly type: 'resolution'
      readonly crossFeed: number
      readonly feed: number
      /** 3 dots an inch, 4 dots a centimetre. */
      readonly units: number
    }
  | { readonly type: 'collection'; readonly members: readonly IppAttribute[] }
  /** `unsupported`, `unknown`, `no-value` (tags 10 to 1F), text with a language, and what is yet to be invented. */
  | { readonly type: 'other'; readonly tag: number; readonly value: Uint8Array<ArrayBuffer> }

export interface IppAttribute {
  readonly name: string
  /** One or more; several are a set of them. */
  readonly values: readonly IppValue[]
}

/** Group tags of RFC 8010 §3.5.1. */
export const groupTags = { operation: 0x01, job: 0x02, end: 0x03, printer: 0x04, unsupported: 0x05 } as const

export interface IppGroup {
  /** One of {@link groupTags}, or a later one below 10. */
  readonly tag: number
  readonly attributes: readonly IppAttribute[]
}

/** A request or a response. */
export interface IppMessage {
  /** Operation id in a request, status code in a response. */
  readonly code: number
  readonly requestId: number
  readonly groups: readonly IppGroup[]
  /** The document, after the end of the attributes. */
  readonly data: Uint8Array<ArrayBuffer>
}
