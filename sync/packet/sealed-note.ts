import { z } from 'zod'
import { fromBase64Url, owned, toBase64Url } from './bytes.ts'
import { type HubPrivateKey, type HubPublicKey, unwrapAtHub, wrapForHub } from './content-key.ts'
import { recipientSchema } from './header.ts'
import { PacketError } from './packet-error.ts'

const sealedNoteSchema = z.strictObject({
  format: z.literal('yichuang-note/1'),
  key: recipientSchema,
  nonce: z.string().regex(/^[A-Za-z0-9_-]{16}$/),
  cipher: z.string().regex(/^[A-Za-z0-9_-]+$/),
})

function additionalData(noteId: string): Uint8Array<ArrayBuffer> {
  return owned(new TextEncoder().encode(`yichuang-note/1/${noteId}`))
}

/**
 * Seals something small for the hub alone, as a packet's part is sealed, in one line of text. It opens only under the
 * same `noteId`: it cannot be passed off as another's.
 */
export async function sealNote(noteId: string, value: unknown, hub: HubPublicKey): Promise<string> {
  const contentKey = crypto.getRandomValues(new Uint8Array(32))
  const key = await crypto.subtle.importKey('raw', contentKey, 'AES-GCM', false, ['encrypt'])
  const nonce = crypto.getRandomValues(new Uint8Array(12))
  const plain = owned(new TextEncoder().encode(JSON.stringify(value)))
  const cipher = await crypto.subtle.encrypt(
    { name: 'AES-GCM', iv: nonce, additionalData: additionalData(noteId) },
    key,
    plain,
  )
  return JSON.stringify({
    format: 'yichuang-note/1',
    key: await wrapForHub(contentKey, hub, noteId),
    nonce: toBase64Url(nonce),
    cipher: toBase64Url(new Uint8Array(cipher)),
  })
}

/** Opens a note at the hub. @throws PacketError `packet.bad-header`, `packet.no-key` or `packet.cannot-decrypt` */
export async function openNote(noteId: string, text: string, hub: HubPrivateKey): Promise<unknown> {
  let note: z.infer<typeof sealedNoteSchema>
  try {
    note = sealedNoteSchema.parse(JSON.parse(text))
  } catch (cause) {
    throw new PacketError('packet.bad-header', 'the note is not of the schema', { cause })
  }
  const key = await unwrapAtHub([note.key], hub, noteId)
  try {
    const iv = fromBase64Url(note.nonce)
    const plain = await crypto.subtle.decrypt(
      { name: 'AES-GCM', iv, additionalData: additionalData(noteId) },
      key,
      fromBase64Url(note.cipher),
    )
    return JSON.parse(new TextDecoder().decode(plain)) as unknown
  } catch (cause) {
    throw new PacketError('packet.cannot-decrypt', 'the note does not open', { cause })
  }
}
